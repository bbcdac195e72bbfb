export * from "./attributes.ts";
export {
  type CallerItems,
  DENY_KINDS,
  type DenyEntry,
  type DenyKind,
  type DenyList,
  type DenySubject,
  denyKeyOf,
  denySubjectOf,
  isDenyValue,
  isInEffect,
} from "./deny-list.ts";
export * from "./dynamo-deny-list.ts";
export { createDynamoPolicyStore, type DynamoPolicyStoreOptions } from "./dynamo-policy-store.ts";
export * from "./dynamo-release-store.ts";
export { isOutage, PolicyStoreError, type PolicyStoreErrorCode } from "./errors.ts";
export * from "./memory-deny-list.ts";
export * from "./memory-policy-store.ts";
export * from "./memory-release-store.ts";
export { checkPolicyItem, isSameItem, type MalformedItem, type PolicyItem } from "./policy-item.ts";
export * from "./policy-store.ts";
export {
  expectRelease,
  type PendingRelease,
  type ReleaseEntry,
  type ReleaseHead,
  type ReleaseRef,
  releaseIdOf,
} from "./release.ts";
export * from "./release-history.ts";
export type { ReleaseStore } from "./release-store.ts";
export { applySeed, type SeedOptions } from "./seed.ts";
export * from "./seed-plan.ts";
export * from "./seed-release.ts";
export type { SeedResult } from "./seed-write.ts";
