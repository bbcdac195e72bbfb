import type { AccessBundle, BundleComparison, BundlePolicy } from "@lychgate/cli/bundle";
import type { DiffChange } from "@lychgate/evaluation";

/**
 * The policy whose statements are responsible for a change, before and now. The comparison holds the base's policies
 * that are not the same now; any other was what it is.
 */
export function sidesOf(
  { file }: Pick<DiffChange, "file">,
  { policies }: Pick<AccessBundle, "policies">,
  comparison: Pick<BundleComparison, "policies" | "changes">,
): { before: BundlePolicy | undefined; now: BundlePolicy | undefined } {
  const inFile = (policy: BundlePolicy) => policy.file === file;
  const now = policies.find(inFile);
  const isNew = comparison.changes.some(
    ({ group, reason }) => group === now?.group && reason === "group added",
  );
  return { before: comparison.policies.find(inFile) ?? (isNew ? undefined : now), now };
}
