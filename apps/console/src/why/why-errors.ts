/** What is wrong with what is typed, field by field, and what is expected. */
import { HTTP_METHODS, parseDate, parseIp } from "@lychgate/policy";
import type { WhyState } from "./why-state.ts";

export type WhyErrors = Readonly<Partial<Record<keyof WhyState, string>>>;

export function errorsOf({ method, path, ip, time }: WhyState): WhyErrors {
  return {
    ...errorOf("method", methodError(method)),
    ...errorOf("path", pathError(path)),
    ...errorOf(
      "ip",
      ip === "" || parseIp(ip) ? undefined : "expected an IPv4 or IPv6 address, such as 192.0.2.10",
    ),
    ...errorOf(
      "time",
      time === "" || parseDate(time) !== undefined
        ? undefined
        : "expected a date such as 2026-11-03 or 2026-11-03T10:15:30Z",
    ),
  };
}

function methodError(method: string): string | undefined {
  return HTTP_METHODS.some((each) => each === method)
    ? undefined
    : `expected one of ${HTTP_METHODS.join(", ")}`;
}

function pathError(path: string): string | undefined {
  if (path === "") return "expected a path, such as /petstore/v1/pets/1";
  if (!path.startsWith("/")) return "expected the path to begin with /";
  if (/[{}]/.test(path)) return "expected a value in the place of each {parameter}";
  return /[?#\s]/.test(path) ? "expected a path without a query, a # or a space" : undefined;
}

function errorOf(name: keyof WhyState, error: string | undefined): WhyErrors {
  return error === undefined ? {} : { [name]: error };
}
