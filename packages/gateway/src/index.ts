export type { GatewayOptions, LogEntry, LogReason } from "./api.ts";
export { DEFAULT_OPTIONS } from "./api.ts";
export type * from "./api-definition.ts";
export { type Canary, type CanarySettings, readCanary } from "./canary.ts";
export { namedUserPools, type TokenVerdict, type UserPool, type UserPools } from "./cognito/user-pool.ts";
export { createUserPoolVerifier, type UserPoolOptions } from "./cognito/user-pool-verifier.ts";
export type { DecisionEntry } from "./decision-entry.ts";
export { type DefinitionSettings, readDefinition } from "./definition/read-definition.ts";
export * from "./errors.ts";
export type { FunctionTable } from "./function-table.ts";
export { createGateway, type Gateway, type GatewaySettings } from "./gateway.ts";
export type { GatewayRequest, GatewayResponse, VpcEndpoint } from "./gateway-message.ts";
export type { GatewayResponseType } from "./gateway-response-type.ts";
export type { HeaderField } from "./header.ts";
export * from "./http-api/index.ts";
export * from "./iam/index.ts";
export type { LambdaContext, LambdaFunction } from "./lambda.ts";
export { createRequestListener, type Network } from "./request-listener.ts";
export { readPlans } from "./usage/read-plans.ts";
export type * from "./usage/usage-plan.ts";
export { usageWarnings } from "./usage/warnings.ts";
export { isWebSocketDefinition, readWebSocketDefinition } from "./web-socket/read-web-socket-definition.ts";
export type { After, WebSocketOptions } from "./web-socket/web-socket-api.ts";
export type * from "./web-socket/web-socket-definition.ts";
export type { WebSocketEntry } from "./web-socket/web-socket-entry.ts";
export {
  createWebSocketGateway,
  type WebSocketGateway,
  type WebSocketGatewaySettings,
} from "./web-socket/web-socket-gateway.ts";
