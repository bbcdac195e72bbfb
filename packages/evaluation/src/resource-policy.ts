/**
 * Policies that stand at a resource and say who may use it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
 */
import { prepareDocument } from "./document.ts";
import type { PreparedPolicies } from "./evaluate.ts";
import { invalidDocument, listOf, propertiesOf, within } from "./json.ts";
import { type PolicyPrincipal, type PrincipalMatcher, preparePrincipal } from "./principal.ts";
import type { PreparedStatement } from "./statement.ts";

/** A resource policy that was read once. */
export interface PreparedResourcePolicy {
  readonly statements: readonly ResourceStatement[];
}

interface ResourceStatement extends PreparedStatement {
  readonly isAbout: PrincipalMatcher;
}

/**
 * Reads a resource policy: a policy document each of whose statements has a `Principal`, or a Deny a `NotPrincipal`.
 * @throws EvaluationError `InvalidDocument` for whatever IAM would refuse, and for principals that are neither
 * everyone nor AWS accounts nor IAM principals
 */
export function prepareResourcePolicy(document: unknown): PreparedResourcePolicy {
  const properties = propertiesOf(document);
  const written = within("`Statement`", () => listOf(properties.get("Statement")));
  const parts = written.map((statement, index) =>
    within(`statement ${index}`, () => takeOutPrincipal(statement)),
  );
  const bare = parts.map(({ rest }) => rest);
  const prepared = prepareDocument({ ...Object.fromEntries(properties), Statement: bare }, 0);
  return {
    statements: prepared.map((statement, index) =>
      within(`statement ${index}`, () => ({ ...statement, isAbout: matcherOf(parts[index], statement) })),
    ),
  };
}

type Element = "Principal" | "NotPrincipal";

interface Parts {
  readonly element: Element;
  readonly principal: unknown;
  /** The statement as an identity's policy would have it. */
  readonly rest: Record<string, unknown>;
}

function takeOutPrincipal(statement: unknown): Parts {
  const { Principal, NotPrincipal, ...rest } = Object.fromEntries(propertiesOf(statement));
  if ((Principal === undefined) === (NotPrincipal === undefined)) {
    throw invalidDocument("expected exactly one of `Principal` and `NotPrincipal`");
  }
  return NotPrincipal === undefined
    ? { element: "Principal", principal: Principal, rest }
    : { element: "NotPrincipal", principal: NotPrincipal, rest };
}

function matcherOf(parts: Parts | undefined, { effect }: PreparedStatement): PrincipalMatcher {
  if (parts === undefined) throw invalidDocument("expected a statement, came nothing");
  const { element, principal } = parts;
  return within(`\`${element}\``, () => preparePrincipal(element, principal, effect));
}

/**
 * The statements of a resource policy that are about a caller, for `evaluate`.
 *
 * @param caller `undefined` for one whom nobody knows
 * @param accounts whether an Allow for an account is one for each of its principals, or leaves it to the account to
 * say who of them. A Deny for an account is always for each of them.
 */
export function policiesFor(
  { statements }: PreparedResourcePolicy,
  caller: PolicyPrincipal | undefined,
  accounts: "allow" | "delegate",
): PreparedPolicies {
  const applicable = statements.filter(({ effect, isAbout }) => {
    const match = isAbout(caller);
    return match === "principal" || (match === "account" && (effect === "Deny" || accounts === "allow"));
  });
  return {
    statements: applicable,
    denies: applicable.filter(({ effect }) => effect === "Deny"),
    allows: applicable.filter(({ effect }) => effect === "Allow"),
  };
}
