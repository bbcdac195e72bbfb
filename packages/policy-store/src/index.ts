export * from "./attributes.ts";
export * from "./dynamo-policy-store.ts";
export * from "./dynamo-release-store.ts";
export { PolicyStoreError, type PolicyStoreErrorCode } from "./errors.ts";
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
