/**
 * The element of a resource policy that says who a statement is about.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
import type { Effect } from "@lychgate/policy";
import { invalidDocument, propertiesOf, textListOf, within } from "./json.ts";

/** Who calls. A session has two ARNs: its own, and that of its role. */
export interface PolicyPrincipal {
  readonly accountId: string;
  readonly arns: readonly string[];
}

/**
 * How a statement comes to be about a principal: it names everyone or this very principal, or only the account
 * that the principal belongs to.
 */
export type PrincipalMatch = "principal" | "account";

/** Takes `undefined` for a caller whom nobody knows, and answers so for one whom the statement is not about. */
export type PrincipalMatcher = (caller: PolicyPrincipal | undefined) => PrincipalMatch | undefined;

/**
 * Reads `Principal` or `NotPrincipal`.
 * @throws EvaluationError `InvalidDocument` when it names anything but everyone, AWS accounts and IAM principals, or
 * when an Allow has a `NotPrincipal`, which would allow strangers
 */
export function preparePrincipal(
  element: "Principal" | "NotPrincipal",
  value: unknown,
  effect: Effect,
): PrincipalMatcher {
  if (element === "Principal") return compileNames(namesOf(value));
  if (effect === "Allow")
    throw invalidDocument("expected `Principal`: an Allow with it is for strangers too");
  const names = namesOf(value);
  if (names.includes(EVERYONE)) throw invalidDocument(`expected principals by name, came \`${EVERYONE}\``);
  return exceptFor(names);
}

const EVERYONE = "*";

function namesOf(value: unknown): readonly string[] {
  if (value === EVERYONE) return [EVERYONE];
  if (typeof value !== "object") throw invalidDocument('expected `*` or an object such as `{ "AWS": "*" }`');
  const kinds = propertiesOf(value, ["AWS"]);
  const names = within("`AWS`", () => textListOf(kinds.get("AWS")));
  return names.map(nameOf);
}

const ACCOUNT = /^\d{12}$/;
const ACCOUNT_ROOT = /^arn:aws(?:-[a-z]+)*:iam::(\d{12}):root$/;
const IDENTITY =
  /^arn:aws(?:-[a-z]+)*:(?:iam::\d{12}:(?:user|role)\/[^*?]+|sts::\d{12}:(?:assumed-role\/[^/*?]+\/[^/*?]+|federated-user\/[^/*?]+))$/;

/** An account in both spellings is its number; wildcards within a name mean nothing to IAM, so they are refused. */
function nameOf(text: string): string {
  const account = ACCOUNT_ROOT.exec(text)?.[1];
  if (account !== undefined) return account;
  if (text === EVERYONE || ACCOUNT.test(text) || IDENTITY.test(text)) return text;
  throw invalidDocument(`expected \`*\`, an account or the ARN of an IAM principal, came \`${text}\``);
}

function compileNames(names: readonly string[]): PrincipalMatcher {
  const named = new Set(names);
  if (named.has(EVERYONE)) return () => "principal";
  return (caller) => {
    if (caller?.arns.some((arn) => named.has(arn))) return "principal";
    return caller !== undefined && named.has(caller.accountId) ? "account" : undefined;
  };
}

/**
 * A Deny leaves out only those of whom every part is named: account, role and session, for AWS may look at each of
 * them.
 */
function exceptFor(names: readonly string[]): PrincipalMatcher {
  const named = new Set(names);
  return (caller) => {
    const isLeftOut =
      caller !== undefined && [caller.accountId, ...caller.arns].every((each) => named.has(each));
    return isLeftOut ? undefined : "principal";
  };
}
