export { operationServing } from "./api-language.ts";
export { canonicalize, documentOf, textOf } from "./canonical.ts";
export {
  bindClaims,
  claimInResource,
  claimPlaceholder,
  claimSegment,
  claimsIn,
  mentionsClaim,
} from "./claim.ts";
export { type CompiledPolicy, compile } from "./compile.ts";
export * from "./condition.ts";
export { canonicalKey } from "./condition-findings.ts";
export {
  type Contract,
  type ContractSource,
  nameOfOperation,
  type Operation,
  readContract,
} from "./contract.ts";
export * from "./date.ts";
export * from "./errors.ts";
export * from "./execute-api-arn.ts";
export { EXPIRY_SID } from "./expiry.ts";
export { type Finding, formatFinding, formatPath } from "./finding.ts";
export * from "./group-policy.ts";
export { groupsModule } from "./groups-module.ts";
export { isGuard, unguardedSid } from "./guard.ts";
export * from "./guardrail.ts";
export * from "./ip.ts";
export { bind, DENY_ALL, merge } from "./merge.ts";
export { type PolicyModule, readPolicyModule } from "./module/policy-module.ts";
export { namedOperations, type RouteReach, reachOfRoute } from "./named-operations.ts";
export * from "./path-template.ts";
export * from "./policy-document.ts";
export { revisionOf } from "./revision.ts";
export { type RoutePattern, routesOf } from "./route.ts";
export { routesModule } from "./routes-module.ts";
export { validateDocument } from "./validate-document.ts";
export { validateGroupPolicy } from "./validate-group-policy.ts";
export { type PlacedScope, scopesOf, validateGuardrails } from "./validate-guardrails.ts";
export type { Validated } from "./validated.ts";
export { covers } from "./wildcard.ts";
