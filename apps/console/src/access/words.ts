/** What is decided, and why, in sentences. Back-ticks mark code. */
import type { BundleRequest } from "@lychgate/cli/bundle";
import { type ConditionMismatch, type ContextValue, conditionText } from "@lychgate/evaluation";
import { nameOfOperation } from "@lychgate/policy";
import type { Answer, StatementAnswer } from "./explain-request.ts";

/** `a member of pet-owner may not DELETE /petstore/v1/pets/1 from 192.0.2.10: no statement allows it` */
export function verdictText(
  { decision, operation, otherApi, groups }: Answer,
  request: BundleRequest,
): string {
  const what = `\`${request.method} ${request.path}\``;
  if (!operation && otherApi !== undefined) {
    return `\`${otherApi}\` has ${what}, and the groups' policies are not about that API`;
  }
  if (!operation) {
    return `nobody may ${what}: no API has this route, so API Gateway answers 403 Missing Authentication Token`;
  }
  const who = callerText(request.groups);
  const verb = decision === "allowed" ? "may" : "may not";
  const where = circumstancesText(request.context);
  return `${who} ${verb} ${what}${where === "" ? "" : ` ${where}`}: ${becauseText(decision, groups)}`;
}

function callerText(groups: readonly string[]): string {
  const names = [...new Set(groups)].map((group) => `\`${group}\``);
  if (names.length === 0) return "a caller without groups";
  return `a member of ${joined(names, "and")}`;
}

function becauseText(decision: Answer["decision"], groups: Answer["groups"]): string {
  const deciding = groups.flatMap(({ group, statements }) =>
    statements.flatMap(({ role, sid, isGuard }) =>
      role === "decides" ? [`${isGuard ? "the guard of " : ""}\`${sid}\` of \`${group}\``] : [],
    ),
  );
  if (decision === "allowed") return `allowed by ${joined(deciding, "and")}`;
  if (deciding.length > 0) return `denied by ${joined(deciding, "and")}`;
  if (groups.length === 0) return "only policies of groups let anybody in";
  if (groups.every(({ policy }) => policy === undefined)) {
    return groups.length === 1 ? "the group has no policy" : "none of the groups has a policy";
  }
  return "no statement allows it";
}

/** `from 203.0.113.10, at 2026-11-03T10:15:30.000Z` */
export function circumstancesText(context: BundleRequest["context"]): string {
  const parts = CIRCUMSTANCES.flatMap(([key, words]) => {
    const value = Object.hasOwn(context, key) ? context[key] : undefined;
    return value === undefined ? [] : [words(value)];
  });
  return parts.join(", ");
}

const CIRCUMSTANCES: readonly (readonly [string, (value: string) => string])[] = [
  ["aws:SourceIp", (value) => `from ${value}`],
  ["aws:SourceVpc", (value) => `from the VPC ${value}`],
  ["aws:SourceVpce", (value) => `through ${value}`],
  ["aws:CurrentTime", (value) => `at ${value}`],
  ["aws:UserAgent", (value) => `with the User-Agent \`${value}\``],
  ["aws:Referer", (value) => `with the Referer \`${value}\``],
];

/** What a statement said of a request. */
export function statementText({ role, effect, isGuard, reason, otherMethods }: StatementAnswer): string {
  if (role === "decides")
    return isGuard ? "takes this back from the statement's pattern" : `${does(effect)} it`;
  if (role === "matches") {
    return effect === "Allow"
      ? "allows it, but a Deny goes before"
      : "would deny it, but gives way: another group allows all that it takes back";
  }
  if (reason?.kind === "condition") return `${does(effect)} it only ${conditionReason(reason)}`;
  if (otherMethods.length > 0) return `${does(effect)} ${joined(otherMethods, "and")} here, not this method`;
  return reason?.kind === "action" ? "is about another action" : "is about other routes";
}

function does(effect: StatementAnswer["effect"]): string {
  return effect === "Allow" ? "allows" : "denies";
}

/** `from 192.0.2.0/24; this request comes from 203.0.113.10` */
function conditionReason({ operator, key, wanted, value }: ConditionMismatch): string {
  const condition = conditionText({ [operator]: { [key]: [...wanted] } });
  const wants =
    /^[a-z]/.test(condition) && !condition.startsWith(operator) ? condition : `where \`${condition}\``;
  return `${wants}; ${hasText(key, value)}`;
}

const HAS: ReadonlyMap<string, (value: string) => string> = new Map([
  ["aws:sourceip", (value) => `this request comes from ${value}`],
  ["aws:currenttime", (value) => `this request is made at ${value}`],
  ["aws:epochtime", (value) => `this request is made at ${value}`],
  ["aws:useragent", (value) => `this request has the User-Agent \`${value}\``],
  ["aws:referer", (value) => `this request has the Referer \`${value}\``],
  ["aws:sourcevpc", (value) => `this request comes from the VPC ${value}`],
  ["aws:sourcevpce", (value) => `this request comes through ${value}`],
]);

function hasText(key: string, value: ContextValue | undefined): string {
  if (value === undefined) return `this request has no \`${key}\``;
  const has = HAS.get(key.toLowerCase());
  return has ? has(String(value)) : `this request has ${String(value)}`;
}

/** What a group by itself says of a request. */
export function groupText({ policy, decision }: Answer["groups"][number]): string {
  if (!policy) return "has no policy, so it gives nothing";
  return `by itself ${GROUP_WORDS[decision]}`;
}

const GROUP_WORDS = {
  allowed: "allows it",
  explicitDeny: "denies it",
  implicitDeny: "does not allow it",
} as const;

/** `route GET /petstore/v1/pets/{petId}: Get a pet` */
export function routeText({ operation }: Answer): string | undefined {
  if (!operation) return undefined;
  const { summary } = operation;
  return `\`${nameOfOperation(operation)}\`${summary === undefined ? "" : `: ${summary}`}`;
}

/** `a, b and c` */
export function joined(texts: readonly string[], word: "and" | "or"): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} ${word} ${last}`;
}
