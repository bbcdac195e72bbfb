import {
  boundDocument,
  type EvaluationRequest,
  type Explanation,
  type MismatchReason,
  type PreparedPolicies,
  prepare,
} from "@lychgate/evaluation";
import { bindingOf, claimsIn, nameOfOperation, operationServing, parseDate, parseIp } from "@lychgate/policy";
import { CliError } from "./errors.ts";
import { lineOfStatement, type Repository, type RepositoryPolicy } from "./repository.ts";

export interface RequestOptions {
  ip: string;
  time?: string;
  userAgent?: string;
  /** The caller's claims that routes may be scoped by. */
  claims?: Readonly<Record<string, string>>;
}

/** Policies say the same for every API and stage, so any will do to ask them. */
const SAMPLE_STAGE = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev";

/** A request to ask a group's policy about, as API Gateway would put it. */
export function requestFor(
  { contract }: Repository,
  { compiled }: RepositoryPolicy,
  { method, path, options }: { method: string; path: string; options: RequestOptions },
): { prepared: PreparedPolicies; request: EvaluationRequest; operation: string | undefined } {
  const methodArn = `${SAMPLE_STAGE}/${method}${path}`;
  const binding = isRequest(method, path) ? bindingOf(methodArn) : undefined;
  if (!binding) {
    throw new CliError(
      "Usage",
      `expected a verb and a path such as \`GET /petstore/v1/pets\`, got \`${method} ${path}\``,
    );
  }
  const operation = operationServing(contract, `${method}${path}`);
  const context = contextOf(options);
  const prepared = prepare([boundDocument([compiled.document], binding)]);
  return { prepared, request: { methodArn, context }, operation: operation && nameOfOperation(operation) };
}

/** Anything else would be denied, and so pass a test that wants a denial. */
function isRequest(method: string, path: string): boolean {
  return /^[A-Z]{1,16}$/.test(method) && /^\/[^?#\s]*$/.test(path);
}

function contextOf({ ip, time, userAgent, claims = {} }: RequestOptions): Record<string, string> {
  if (!parseIp(ip)) throw new CliError("Usage", `--ip: expected an IP address, got \`${ip}\``);
  const at = time === undefined ? Date.now() : parseDate(time);
  if (at === undefined) throw new CliError("Usage", `--time: expected an ISO 8601 date, got \`${time}\``);
  return {
    "aws:SourceIp": ip,
    "aws:CurrentTime": new Date(at).toISOString(),
    "aws:EpochTime": String(Math.floor(at / 1000)),
    "aws:SecureTransport": "true",
    ...(userAgent === undefined ? {} : { "aws:UserAgent": userAgent }),
    ...claimContext(claims),
  };
}

/** `evaluate` knows claims as it knows condition keys, and binds none that the authorizer would not. */
function claimContext(claims: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [`claim:${name}`, value]));
}

const VERDICTS = {
  allowed: "allowed",
  explicitDeny: "denied: a statement denies it",
  implicitDeny: "denied: no statement allows it",
} as const;

export function formatExplanation(
  explanation: Explanation,
  {
    policy,
    method,
    path,
    operation,
  }: { policy: RepositoryPolicy; method: string; path: string; operation: string | undefined },
): string {
  const lines = [`${policy.compiled.group}: ${method} ${path}: ${VERDICTS[explanation.decision]}`];
  if (operation === undefined)
    lines.push("  no API has this route: API Gateway answers 403 Missing Authentication Token");
  else lines.push(`  route ${operation}`);
  for (const { sid = "", effect, matched, reason } of explanation.considered) {
    const where = `${policy.file}:${lineOfStatement(policy.module, sid)}`;
    lines.push(
      `  ${matched ? "✓" : "✗"} ${effect} ${sid}  ${where}${reason ? `  ${formatReason(reason)}` : ""}`,
    );
  }
  return lines.join("\n");
}

function resourceReason(Resource: readonly string[]): string {
  const claims = claimsIn({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Resource: [...Resource] }],
  });
  if (claims.length === 0) return "another route";
  return `another route, or not the caller's own ${claims.map((name) => `\`${name}\``).join(", ")}`;
}

function formatReason(reason: MismatchReason): string {
  if (reason.kind === "action") return "another action";
  if (reason.kind === "resource") return resourceReason(reason.wanted);
  const { operator, key, wanted, value } = reason;
  return `${operator} ${key} ${wanted.join(", ")}, the request has ${value === undefined ? "none" : value}`;
}
