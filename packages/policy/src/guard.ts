/**
 * Guards: the Deny statements that the compiler adds to take back what a wildcard admits too much. They are
 * known by their Sid, an ending that no author may use.
 */
import type { CanonicalStatement } from "./policy-document.ts";

const GUARD_SUFFIX = "LychgateGuard";

export function guardSid(sid: string): string {
  return sid + GUARD_SUFFIX;
}

export function isGuardSid(sid: string): boolean {
  return sid.endsWith(GUARD_SUFFIX);
}

export function isGuard({ Effect, Sid, Condition }: CanonicalStatement): boolean {
  return Effect === "Deny" && Condition === undefined && Sid !== undefined && isGuardSid(Sid);
}
