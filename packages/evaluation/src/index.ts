export type { ContextValue, RequestContext } from "./context.ts";
export * from "./errors.ts";
export { evaluate, type PreparedPolicies, prepare, type Verdict } from "./evaluate.ts";
export * from "./explain.ts";
export { matchesPattern } from "./glob.ts";
export * from "./proof/index.ts";
export * from "./prove/index.ts";
export { type EvaluationRequest, parseRequest } from "./request.ts";
export type { DecidingStatement } from "./statement.ts";
