import { AuthorizerFault } from "./errors.ts";
import type { GroupDocument } from "./policy-lookup.ts";

/** The API key of each usage tier, the highest tier first. The keys are secrets. */
export type UsageTierKeys = ReadonlyMap<string, string>;

/** A caller's tier, and the API key by which API Gateway meters it. */
export interface CallerTier {
  usageTier: string;
  usageIdentifierKey: string;
}

/**
 * Finds the highest tier of a caller's groups; `undefined` when none has one.
 * @throws AuthorizerFault `UsageTierUnknown` for a tier without a key, for its calls could not be metered
 */
export function tierOf(documents: readonly GroupDocument[], keys: UsageTierKeys): CallerTier | undefined {
  const tiers = new Set<string>();
  for (const { group, usageTier } of documents) {
    if (usageTier === undefined) continue;
    if (!keys.has(usageTier))
      throw new AuthorizerFault(
        "UsageTierUnknown",
        `expected an API key for the usage tier \`${usageTier}\` of group \`${group}\``,
      );
    tiers.add(usageTier);
  }
  for (const [usageTier, usageIdentifierKey] of keys)
    if (tiers.has(usageTier)) return { usageTier, usageIdentifierKey };
  return undefined;
}
