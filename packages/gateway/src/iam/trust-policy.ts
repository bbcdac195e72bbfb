/**
 * Who may assume a role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { EvaluationError, evaluate, type PreparedPolicies, prepare } from "@lychgate/evaluation";
import { isRecord } from "../record.ts";
import type { PrincipalKind, TrustPolicy } from "./iam-file.ts";

/** A trust policy that was read once. */
export type PreparedTrust = readonly PreparedTrustStatement[];

interface PreparedTrustStatement {
  readonly principals: readonly TrustedPrincipal[];
  /** The statement without its principals, on every resource. */
  readonly policies: PreparedPolicies;
}

interface TrustedPrincipal {
  readonly kind: PrincipalKind;
  readonly name: string;
}

/** Who asks for a session. */
export interface TrustRequest {
  readonly action: "sts:AssumeRole" | "sts:AssumeRoleWithWebIdentity";
  readonly roleArn: string;
  readonly kind: "AWS" | "Federated";
  /** The caller's ARN and, of a session, its role's; or the ARN of the identity provider. */
  readonly names: readonly string[];
  /** The account of an AWS principal. */
  readonly accountId?: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * What a trust policy says. `direct` names the caller, `account` leaves it to the caller's account, whose own policies
 * have to allow it then.
 */
export type Trust = "direct" | "account" | "silent" | "denied";

/** @throws EvaluationError `InvalidDocument` for what IAM would refuse, and for what is not supported here */
export function prepareTrustPolicy(policy: TrustPolicy): PreparedTrust {
  const { Statement, Version, Id, ...others } = expectRecord(policy, "a trust policy");
  refuseOthers(others, "a trust policy");
  if (Id !== undefined && typeof Id !== "string") throw invalid("expected `Id` to be text");
  return (Array.isArray(Statement) ? Statement : [Statement]).map((statement) =>
    prepareStatement(statement, Version),
  );
}

function prepareStatement(statement: unknown, version: unknown): PreparedTrustStatement {
  const { Principal, ...rest } = expectRecord(statement, "a statement of a trust policy");
  if (Object.hasOwn(rest, "Resource") || Object.hasOwn(rest, "NotResource")) {
    throw invalid("expected no resource in a trust policy: it is the role's own");
  }
  // What follows reads everything that it is given as unknown.
  const document = {
    ...(version !== undefined && { Version: version }),
    Statement: { ...rest, Resource: "*" },
  };
  return { principals: readPrincipals(Principal), policies: prepare([document as never]) };
}

const KINDS: Readonly<Record<PrincipalKind, RegExp>> = {
  AWS: /^(?:\*|\d{12}|arn:aws:iam::\d{12}:root|arn:aws:iam::\d{12}:(?:user|role)\/[^*?]+|arn:aws:sts::\d{12}:assumed-role\/[^*?]+)$/,
  Federated: /^[^*?\s]+$/,
  // A service of AWS; none calls here.
  Service: /^[a-z0-9.-]+$/,
};

function readPrincipals(principal: unknown): TrustedPrincipal[] {
  if (principal === "*") return [{ kind: "AWS", name: "*" }];
  const entries = Object.entries(expectRecord(principal, "`Principal`"));
  if (entries.length === 0) throw invalid("expected a principal, came none");
  return entries.flatMap(([kind, names]) => {
    if (!isKind(kind)) throw invalid(`expected \`AWS\`, \`Federated\` or \`Service\`, came \`${kind}\``);
    const list = Array.isArray(names) ? names : [names];
    if (list.length === 0) throw invalid(`expected a principal in \`${kind}\`, came none`);
    return list.map((name: unknown) => readPrincipal(kind, name));
  });
}

function isKind(kind: string): kind is PrincipalKind {
  return Object.hasOwn(KINDS, kind);
}

function readPrincipal(kind: PrincipalKind, name: unknown): TrustedPrincipal {
  if (typeof name === "string" && KINDS[kind].test(name)) return { kind, name };
  throw invalid(
    kind === "AWS"
      ? "expected `*`, an account or the ARN of a user, a role or a session without wildcards in `AWS`"
      : `expected the name of a principal without wildcards in \`${kind}\``,
  );
}

function expectRecord(value: unknown, what: string): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw invalid(`expected ${what} to be an object`);
}

function refuseOthers(others: Record<string, unknown>, what: string): void {
  const [stranger] = Object.keys(others);
  if (stranger !== undefined) throw invalid(`expected no property \`${stranger}\` in ${what}`);
}

function invalid(message: string): EvaluationError {
  return new EvaluationError("InvalidDocument", message);
}

/** Evaluates a trust policy: a Deny that matches beats everything, a caller who is named beats the account. */
export function trustOf(statements: PreparedTrust, request: TrustRequest): Trust {
  let trust: Trust = "silent";
  for (const { principals, policies } of statements) {
    const match = matchOf(principals, request);
    if (match === undefined) continue;
    const { action, roleArn, context } = request;
    const { decision } = evaluate(policies, { methodArn: roleArn, action, context });
    if (decision === "explicitDeny") return "denied";
    if (decision === "allowed" && trust !== "direct") trust = match;
  }
  return trust;
}

function matchOf(
  principals: readonly TrustedPrincipal[],
  request: TrustRequest,
): "direct" | "account" | undefined {
  const names = principals.filter(({ kind }) => kind === request.kind).map(({ name }) => name);
  if (names.some((name) => isNamed(name, request))) return "direct";
  const { accountId } = request;
  if (accountId === undefined) return undefined;
  const isAccount = names.includes(accountId) || names.includes(`arn:aws:iam::${accountId}:root`);
  return isAccount ? "account" : undefined;
}

/** Only of AWS principals can all be named by `*`. */
function isNamed(name: string, { names }: TrustRequest): boolean {
  return names.includes(name) || name === "*";
}
