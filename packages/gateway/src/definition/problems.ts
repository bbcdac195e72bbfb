import { isRecord } from "../record.ts";

/** Collects what a document has that cannot be honoured, so that all of it is told at once. */
export interface Problems {
  readonly lines: readonly string[];
  /** @param at where in the document: `paths./pets.get.security` */
  add(at: string, message: string): undefined;
}

export function createProblems(): Problems {
  const lines: string[] = [];
  return {
    lines,
    add(at, message) {
      lines.push(`${at}: ${message}`);
    },
  };
}

/** How a value is told in a message: short, and never with what is inside. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `\`${String(value)}\``;
}

/** An object's members; an absent one has none, anything else is a problem. */
export function members(value: unknown, at: string, problems: Problems): [string, unknown][] {
  if (value === undefined) return [];
  if (isRecord(value)) return Object.entries(value);
  problems.add(at, `expected an object, came ${describe(value)}`);
  return [];
}

/** A member of an object that inherits nothing from it; `undefined` when there is none. */
export function member(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Refuses members that are not known. `reasons` tells more about some of them. */
export function refuseUnknown(
  value: Record<string, unknown>,
  known: readonly string[],
  at: string,
  problems: Problems,
  reasons: Readonly<Record<string, string>> = {},
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const reason = Object.hasOwn(reasons, key) ? reasons[key] : undefined;
    problems.add(`${at}.${key}`, reason ?? "is not supported");
  }
}

const OF_HTTP_APIS = "belongs to HTTP APIs, which `--api http` serves";

/** What REST APIs do not have, and HTTP APIs do. */
export const HTTP_API_MEMBERS = {
  authorizerPayloadFormatVersion: OF_HTTP_APIS,
  cors: OF_HTTP_APIS,
  enableSimpleResponses: OF_HTTP_APIS,
  integrations: OF_HTTP_APIS,
  jwtConfiguration: OF_HTTP_APIS,
  payloadFormatVersion: OF_HTTP_APIS,
} as const;
