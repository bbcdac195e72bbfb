export * from "./authorizer.ts";
export type { Caller, TokenVerifier } from "./caller.ts";
export { type CognitoVerifierOptions, createCognitoVerifier } from "./cognito-verifier.ts";
export { AuthorizerFault, TokenRefused, UnauthorizedError } from "./errors.ts";
export { REASONS, type Reason } from "./reasons.ts";
export type { SimpleResponses, SimpleResult } from "./simple-response.ts";
export type { WebSocketTokenSource } from "./web-socket-token.ts";
