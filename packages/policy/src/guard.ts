/**
 * Guards: the Deny statements that the compiler adds to take back what a wildcard admits too much. They are
 * known by their Sid, an ending that no author may use.
 */
import { INVOKE_ACTION, UNBOUND_PREFIX } from "./execute-api-arn.ts";
import type { CanonicalStatement } from "./policy-document.ts";

const GUARD_SUFFIX = "LychgateGuard";

export function guardSid(sid: string): string {
  return sid + GUARD_SUFFIX;
}

export function isGuardSid(sid: string): boolean {
  return sid.endsWith(GUARD_SUFFIX);
}

/** The Sid of the author's statement that a guard belongs to; any other Sid as it is. */
export function unguardedSid(sid: string): string {
  return isGuardSid(sid) ? sid.slice(0, -GUARD_SUFFIX.length) : sid;
}

/** Whether a statement is of the form that the compiler gives its guards; any other Deny is an author's. */
export function isGuard({ Effect, Sid, Action, Resource, Condition }: CanonicalStatement): boolean {
  if (Effect !== "Deny" || Sid === undefined || !isGuardSid(Sid) || Condition !== undefined) return false;
  const isOfInvoke = Action?.length === 1 && Action[0] === INVOKE_ACTION;
  return (
    isOfInvoke &&
    Resource?.every((resource) => resource.startsWith(UNBOUND_PREFIX) && !resource.includes("$")) === true
  );
}
