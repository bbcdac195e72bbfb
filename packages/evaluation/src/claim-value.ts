import { claimSegment } from "@lychgate/policy";
import { isClaimSymbol } from "./claim-symbol.ts";
import type { RequestContext } from "./context.ts";

/** What a placeholder such as `${claim:custom:tenant}` is a variable for. */
const PREFIX = "claim:";

export function isClaimKey(key: string): boolean {
  return key.startsWith(PREFIX);
}

/**
 * The caller's claim as the authorizer would bind it. Other than condition keys, claims are told apart by case, and a value
 * that cannot be one segment is none.
 */
export function claimValueOf(key: string, context: RequestContext): string | undefined {
  const value = Object.hasOwn(context, key) ? context[key] : undefined;
  if (typeof value === "string" && isClaimSymbol(value)) return value;
  return claimSegment(value);
}
