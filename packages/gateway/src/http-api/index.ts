export { readHttpApiDefinition } from "./definition/read-http-api-definition.ts";
export {
  DEFAULT_HTTP_OPTIONS,
  type HttpGatewayOptions,
  type HttpLogEntry,
  type HttpLogReason,
} from "./http-api.ts";
export type * from "./http-api-definition.ts";
export { createHttpGateway, type HttpGatewaySettings } from "./http-gateway.ts";
export {
  createJwtIssuer,
  type JwtIssuer,
  type JwtIssuerOptions,
  type JwtIssuers,
  type JwtSignature,
  namedJwtAuthorizers,
} from "./jwt/jwt-issuer.ts";
