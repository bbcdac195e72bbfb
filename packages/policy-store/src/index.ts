export * from "./attributes.ts";
export * from "./dynamo-policy-store.ts";
export { PolicyStoreError, type PolicyStoreErrorCode } from "./errors.ts";
export * from "./memory-policy-store.ts";
export { checkPolicyItem, isSameItem, type MalformedItem, type PolicyItem } from "./policy-item.ts";
export * from "./policy-store.ts";
export * from "./seed.ts";
export * from "./seed-plan.ts";
