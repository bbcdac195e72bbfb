/**
 * The elements that say what a statement is about.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import { INVOKE_ACTION } from "@lychgate/policy";
import { compileWildcards } from "./glob.ts";
import { invalidDocument } from "./json.ts";
import type { Comparison } from "./pattern.ts";
import { compileResource, type ResourceMatcher } from "./resource.ts";
import type { PreparedAction, PreparedResource } from "./statement.ts";

const ACTION = /^[^:]+:[^:]+$/;

/**
 * Reads `Action` or `NotAction`: service and name, without regard to case, with wildcards.
 * @throws EvaluationError `InvalidDocument` when one is neither `*` nor `service:name`
 */
export function prepareAction(element: PreparedAction["element"], wanted: readonly string[]): PreparedAction {
  const stranger = wanted.find((action) => action !== "*" && !ACTION.test(action));
  if (stranger !== undefined)
    throw invalidDocument(`expected \`*\` or \`service:name\`, came \`${stranger}\``);
  const matchers = wanted.map((action) => compileWildcards(action.toLowerCase()));
  const negated = element === "NotAction";
  const test = (action: string) => matchers.some((matches) => matches(action)) !== negated;
  const invoke = INVOKE_ACTION.toLowerCase();
  const matchesInvoke = test(invoke);
  return {
    kind: "action",
    element,
    wanted,
    matches: (action) => (action === invoke ? matchesInvoke : test(action)),
  };
}

/**
 * Reads `Resource` or `NotResource`. A pattern with a variable that has no value in a request matches
 * nothing; under `NotResource` nobody can say what it leaves out, so the statement does not match. That is
 * so for Deny as well: as in IAM, a Deny that needs a value which is absent does not deny.
 *
 * @throws EvaluationError `InvalidDocument` when one is no `*` and no pattern of an ARN
 */
export function prepareResource(
  element: PreparedResource["element"],
  wanted: readonly string[],
  variables: boolean,
): PreparedResource {
  const any = anyOf(wanted.map((resource) => compileResource(resource, variables)));
  const expected = element === "Resource";
  return { kind: "resource", element, wanted, matches: (arn, context) => any(arn, context) === expected };
}

function anyOf(matchers: readonly ResourceMatcher[]): ResourceMatcher {
  return (arn, context) => {
    let outcome: Comparison = false;
    for (const matches of matchers) {
      const matched = matches(arn, context);
      if (matched === true) return true;
      if (matched === undefined) outcome = undefined;
    }
    return outcome;
  };
}
