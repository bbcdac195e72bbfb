/** Why a release is not seeded, each in one line that says what to do. */
import { PolicyStoreError, quote } from "./errors.ts";
import type { PendingRelease, ReleaseHead, ReleaseRef } from "./release.ts";

export function releasePending(pending: PendingRelease): PolicyStoreError {
  const { id, claimedAt, claimedBy } = pending;
  const by = claimedBy === undefined ? "" : ` by ${quote(claimedBy)}`;
  return new PolicyStoreError(
    "ReleasePending",
    `the release ${quote(id)} was begun at ${quote(claimedAt)}${by} and is not finished: run that one again, or give \`--take-over\``,
  );
}

export function baseMoved(found: ReleaseHead | undefined): PolicyStoreError {
  const now = found?.current
    ? `the release in force is now ${quote(found.current.id)}`
    : "the table has changed";
  return new PolicyStoreError("BaseMoved", `${now}, nothing was written: plan again`);
}

export function takenOver({ id }: ReleaseRef): PolicyStoreError {
  return new PolicyStoreError(
    "TakenOver",
    `the table was taken over by somebody else while the release ${quote(id)} was seeded: plan again`,
  );
}

export function notAdopted(held: number): PolicyStoreError {
  return new PolicyStoreError(
    "NotAdopted",
    `the table holds ${held} items but no release: give \`--adopt\` if it is the right one`,
  );
}
