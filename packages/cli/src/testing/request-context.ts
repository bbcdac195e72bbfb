import { claimInResource, claimPlaceholder, parseDate, parseIp } from "@lychgate/policy";
import { CliError } from "../errors.ts";

/** What a test may say of a request beside its verb and path. */
export interface RequestContext {
  /** From 192.0.2.10 unless given. A request through a VPC endpoint has none. */
  sourceIp?: string;
  /** ISO 8601; now unless given. */
  time?: string;
  userAgent?: string;
  referer?: string;
  sourceVpc?: string;
  sourceVpce?: string;
  /** Claims of the caller's token that routes are scoped by: `{ "custom:tenant": "acme" }`. */
  claims?: Readonly<Record<string, string>>;
}

export const DEFAULT_SOURCE_IP = "192.0.2.10";

/** The condition keys of what a test says, and the operators that hold for just that. */
const KEYS = {
  sourceIp: { key: "aws:SourceIp", operator: "IpAddress" },
  time: { key: "aws:CurrentTime", operator: "DateEquals" },
  userAgent: { key: "aws:UserAgent", operator: "StringEquals" },
  referer: { key: "aws:Referer", operator: "StringEquals" },
  sourceVpc: { key: "aws:SourceVpc", operator: "StringEquals" },
  sourceVpce: { key: "aws:SourceVpce", operator: "StringEquals" },
} as const satisfies Record<Exclude<keyof RequestContext, "claims">, { key: string; operator: string }>;

/**
 * Checks what a test says: what does not parse, or is not known, would be denied, and so pass a test that
 * wants a denial.
 * @throws CliError `Usage`
 */
export function checkContext(context: RequestContext): void {
  const names = [...Object.keys(KEYS), "claims"];
  const unknown = Object.keys(context).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const known = names.map((name) => `\`${name}\``);
    throw invalid(`expected ${known.join(", ")}, got \`${unknown}\``);
  }
  const { sourceIp, time, sourceVpc, sourceVpce, claims = {} } = context;
  for (const [name, value] of Object.entries(claims)) {
    if (claimInResource(claimPlaceholder(name)) === undefined)
      throw invalid(`claims: got the name \`${name}\``);
    if (typeof value !== "string") throw invalid(`claims: expected \`${name}\` to be text`);
  }
  if (sourceIp !== undefined && !parseIp(sourceIp)) {
    throw invalid(`sourceIp: expected an IP address, got \`${sourceIp}\``);
  }
  if (time !== undefined && parseDate(time) === undefined) {
    throw invalid(`time: expected an ISO 8601 date, got \`${time}\``);
  }
  if (sourceIp !== undefined && (sourceVpc ?? sourceVpce) !== undefined) {
    throw invalid("expected either `sourceIp` or `sourceVpc` and `sourceVpce`: no request has both");
  }
}

/** The condition keys that a test gives a request beside those that every request has. */
export function keysOf({
  userAgent,
  referer,
  sourceVpc,
  sourceVpce,
}: RequestContext): Record<string, string> {
  const given = Object.entries({ userAgent, referer, sourceVpc, sourceVpce });
  return Object.fromEntries(
    given.flatMap(([name, value]) =>
      value === undefined ? [] : [[KEYS[name as keyof typeof KEYS].key, value]],
    ),
  );
}

/** The condition that holds for the requests that a test speaks of; `undefined` for all. */
export function conditionOf(
  context: RequestContext,
): { [operator: string]: { [key: string]: string[] } } | undefined {
  const block: { [operator: string]: { [key: string]: string[] } } = {};
  for (const [name, { key, operator }] of Object.entries(KEYS)) {
    const value = context[name as keyof typeof KEYS];
    if (value === undefined) continue;
    block[operator] = { ...block[operator], [key]: [literal(value)] };
  }
  return Object.keys(block).length === 0 ? undefined : block;
}

/** In a policy `${` would begin a variable. */
function literal(text: string): string {
  return text.replaceAll(`\${`, `\${$}{`);
}

function invalid(message: string): CliError {
  return new CliError("Usage", message);
}
