/**
 * The claims of a user pool's token as API Gateway passes them on: every value as text. AWS does not say how; this is
 * what its events have.
 *
 * @see https://github.com/awsdocs/amazon-api-gateway-developer-guide/issues/158
 * @see https://github.com/amazon-archives/amazon-cognito-identity-js/issues/92
 */
import type { GatewayOptions } from "../api.ts";

type Rendering = Pick<GatewayOptions, "claimTimes" | "claimLists">;

/** `exp` and `iat` are dates in an event, `auth_time` is not. */
const TIMES: ReadonlySet<string> = new Set(["exp", "iat"]);

export function renderClaims(
  claims: Readonly<Record<string, unknown>>,
  rendering: Rendering,
): ReadonlyMap<string, string> {
  return new Map(Object.entries(claims).map(([name, value]) => [name, renderClaim(name, value, rendering)]));
}

function renderClaim(name: string, value: unknown, { claimTimes, claimLists }: Rendering): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && claimTimes === "date" && TIMES.has(name)) return renderDate(value);
  if (Array.isArray(value)) return renderList(value.map(textOf), claimLists);
  return textOf(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function renderList(values: readonly string[], form: Rendering["claimLists"]): string {
  return form === "commas" ? values.join(",") : `[${values.join(" ")}]`;
}

/** `Fri Jul 29 18:52:53 UTC 2016`; a number that is no time stays a number. */
function renderDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const [weekday = "", day, month, year, time] = date.toUTCString().split(" ");
  return `${weekday.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`;
}
