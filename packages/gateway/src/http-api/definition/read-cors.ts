/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-cors-configuration.html */
import { describe, member, type Problems, refuseUnknown } from "../../definition/problems.ts";
import { isSendable } from "../../header.ts";
import { isRecord } from "../../record.ts";
import type { CorsConfiguration } from "../http-api-definition.ts";

const AT = "x-amazon-apigateway-cors";

const LISTS = ["allowOrigins", "allowMethods", "allowHeaders", "exposeHeaders"] as const;

/** A browser keeps what a preflight said for a day at most. */
const MAX_AGE = 86_400;

const ORIGIN = /^(?:\*|https?:\/\/\*|https?:\/\/[^\s/*]+|null)$/;

export function readCors(document: unknown, problems: Problems): CorsConfiguration | undefined {
  const cors = member(document, AT);
  if (cors === undefined) return undefined;
  if (!isRecord(cors)) return problems.add(AT, `expected an object, came ${describe(cors)}`);
  refuseUnknown(cors, [...LISTS, "allowCredentials", "maxAge"], AT, problems);
  const [allowOrigins = [], allowMethods = [], allowHeaders = [], exposeHeaders = []] = LISTS.map((name) =>
    readList(member(cors, name) ?? [], `${AT}.${name}`, problems),
  );
  for (const origin of allowOrigins) {
    if (!ORIGIN.test(origin))
      problems.add(
        `${AT}.allowOrigins`,
        `expected an origin, \`*\`, \`https://*\` or \`http://*\`, came \`${origin}\``,
      );
  }
  const allowCredentials = member(cors, "allowCredentials") ?? false;
  if (typeof allowCredentials !== "boolean")
    return problems.add(
      `${AT}.allowCredentials`,
      `expected \`true\` or \`false\`, came ${describe(allowCredentials)}`,
    );
  // No browser takes both, and a server that echoed every origin would open itself to all of them.
  if (allowCredentials && allowOrigins.includes("*"))
    problems.add(`${AT}.allowCredentials`, "expected no credentials where every origin is allowed");
  const maxAge = readMaxAge(member(cors, "maxAge"), problems);
  const lists = { allowOrigins, allowMethods, allowHeaders, exposeHeaders };
  return { ...lists, allowCredentials, ...(maxAge !== undefined && { maxAge }) };
}

function readList(list: unknown, at: string, problems: Problems): string[] {
  const isTexts = Array.isArray(list) && list.every((each) => typeof each === "string" && each !== "");
  if (isTexts && list.every((each) => isSendable(["x", each]))) return list;
  problems.add(at, `expected a list of texts, came ${describe(list)}`);
  return [];
}

function readMaxAge(maxAge: unknown, problems: Problems): number | undefined {
  if (maxAge === undefined) return undefined;
  if (typeof maxAge === "number" && Number.isInteger(maxAge) && maxAge >= -1 && maxAge <= MAX_AGE)
    return maxAge;
  return problems.add(`${AT}.maxAge`, `expected an integer from -1 to ${MAX_AGE}, came ${describe(maxAge)}`);
}
