/** Every rule of the linter, one row each. Codes are stable: suppressions and reports name them. */

export type LintLevel = "error" | "warning" | "note";

export interface LintRule {
  name: string;
  title: string;
  /** Why it matters. */
  reason: string;
  /** What to do about it. */
  fix: string;
  level: LintLevel;
}

export const LINT_RULES = {
  LY101: {
    name: "slash-crossing",
    title: "a star crosses a slash and admits another verb or path",
    reason:
      "IAM's `*` matches any run of characters, `/` included, so a star before the verb or inside the path lets requests in that the Resource does not seem to name",
    fix: "name the API and the stage, or let the authorizer bind the document; write a path with a star inside as the routes that are meant",
    level: "error",
  },
  LY102: {
    name: "wildcard-verb",
    title: "a wildcard in the place of the verb swallows a part of the path",
    reason:
      "nothing stops a star at the slash after the verb, so what follows matches at any depth of a path",
    fix: "write one Resource a verb",
    level: "error",
  },
  LY103: {
    name: "star-without-separator",
    title: "a star without a slash before it admits longer names",
    reason: "`/pets*` matches `/pets-secret` as well as `/pets` and what lies below it",
    fix: "write `/pets` and `/pets/*` as two Resources",
    level: "warning",
  },
  LY201: {
    name: "vacuous-condition",
    title: "a condition that always holds",
    reason: "it restricts nothing, so the statement reaches further than its author thought",
    fix: "correct the condition or remove it",
    level: "error",
  },
  LY202: {
    name: "impossible-condition",
    title: "a condition that never holds",
    reason: "the statement has no effect: an Allow lets nobody in, a Deny keeps nobody out",
    fix: "correct the condition or remove the statement",
    level: "error",
  },
  LY203: {
    name: "unknown-key",
    title: "a condition key that API Gateway never supplies",
    reason:
      "what an authorizer returns is evaluated without an IAM principal; on a key without a value a positive operator never holds, a negated one or one with `IfExists` always does",
    fix: "use a key that API Gateway supplies, or decide it in the choice of the group",
    level: "error",
  },
  LY204: {
    name: "absent-key",
    title: "a condition that holds for requests without its key",
    reason: "a negated operator, or one with `IfExists`, holds where the request has no value to compare",
    fix: 'add `Null` with `"false"` for the key where such requests are not meant',
    level: "note",
  },
  LY205: {
    name: "for-all-values",
    title: "`ForAllValues` in an Allow",
    reason: "it holds for a request without the key, for all of no values match",
    fix: 'leave the prefix out: every key here has one value; otherwise add `Null` with `"false"` for the key',
    level: "warning",
  },
  LY206: {
    name: "epoch-milliseconds",
    title: "a time in milliseconds",
    reason: "IAM counts seconds since 1970: milliseconds are a time thousands of years ahead",
    fix: "divide by 1000, or write the date as ISO 8601",
    level: "error",
  },
  LY301: {
    name: "shadowed",
    title: "an Allow that a Deny of the same document refuses altogether",
    reason: "a Deny always wins, so the Allow lets nobody in",
    fix: "remove the Allow, or narrow the Deny",
    level: "warning",
  },
  LY302: {
    name: "redundant",
    title: "a part without which the document allows and denies the same",
    reason: "who reads it believes that it matters, and removing it later changes nothing",
    fix: "remove it",
    level: "warning",
  },
  LY303: {
    name: "unreachable",
    title: "a statement that no request of the contract reaches",
    reason: "it has no effect today and a surprising one when the contract grows",
    fix: "remove it, or correct its actions and resources",
    level: "warning",
  },
  LY304: {
    name: "matches-no-route",
    title: "a Resource that matches no route of the contract",
    reason:
      "a path parameter is `*` in a Resource, a verb is never `ANY`, and a typing error matches nothing",
    fix: "correct the Resource or remove it",
    level: "warning",
  },
  LY401: {
    name: "open-method",
    title: "a method that falls through to a weaker `{proxy+}`",
    reason:
      "where a resource lacks the verb, the most specific greedy resource that has it serves the request, under its own authorization",
    fix: "give the resource the verb, under the same authorization, or protect the greedy resource alike",
    level: "error",
  },
  LY402: {
    name: "options-behind-authorization",
    title: "`OPTIONS` behind authorization",
    reason:
      "a browser sends its preflight without a token, so it is refused and the page reports an error of CORS",
    fix: "give the resource an `options` method without security",
    level: "warning",
  },
  LY403: {
    name: "permissive-resource-policy",
    title: "a resource policy that defeats the authorizer's implicit deny",
    reason:
      "API Gateway evaluates both policies together: an Allow of the resource policy is enough where the authorizer's policy says nothing",
    fix: "use Deny statements alone in the resource policy: with an authorizer no Allow is needed",
    level: "error",
  },
  LY404: {
    name: "authorizer-cache",
    title: "a cached authorizer whose identity source leaves the credential out",
    reason:
      "the result is kept under the values of the identity sources, so callers with other credentials are given each other's",
    fix: "name the header or the query parameter of the credential in `identitySource`, or set the TTL to 0",
    level: "error",
  },
  LY900: {
    name: "invalid",
    title: "what cannot be read",
    reason: "nothing can be said of it",
    fix: "correct it",
    level: "error",
  },
  LY901: {
    name: "undecided",
    title: "a question that could not be decided",
    reason: "a statement of which nothing is proved may let in anything",
    fix: "write the statement more plainly, or review it by hand and say so in a suppression",
    level: "error",
  },
  LY902: {
    name: "unused-suppression",
    title: "a suppression without a finding",
    reason: "it would hide the next finding of its kind at this place",
    fix: "remove it",
    level: "warning",
  },
  LY903: {
    name: "invalid-suppression",
    title: "a suppression without a known code or without a reason",
    reason: "who reviews it has to know what is accepted and why",
    fix: "write `lychgate-ignore`, the code and the reason",
    level: "error",
  },
} as const satisfies Record<string, LintRule>;

export type LintCode = keyof typeof LINT_RULES;

export function isLintCode(text: string): text is LintCode {
  return Object.hasOwn(LINT_RULES, text);
}

/** `LY101-slash-crossing` */
export function codeName(code: LintCode): string {
  return `${code}-${LINT_RULES[code].name}`;
}
