import { renderClaims } from "../../cognito/claims.ts";
import type { GatewayResponse } from "../../gateway-message.ts";
import type { HttpApi, HttpLogReason } from "../http-api.ts";
import type { JwtAuthorizer } from "../http-api-definition.ts";
import { type HttpExchange, matchOf } from "../http-exchange.ts";
import { httpIdentity, identityText } from "../http-identity.ts";
import { refuseHttp } from "../http-refusal.ts";
import { type ClaimRefusal, checkClaims, hasScope } from "../jwt/check-claims.ts";
import type { JwtClaims, JwtSignature } from "../jwt/jwt-issuer.ts";

type TokenRefusal = ClaimRefusal | Exclude<JwtSignature["type"], "signed"> | "keys";

/**
 * What the client is told of a bad token. AWS publishes the text for the audience; the others are this gateway's
 * choice, and where nothing is known nothing is told.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
 */
const DESCRIPTIONS: Readonly<Record<TokenRefusal, string | undefined>> = {
  audience: "the token does not have a valid audience",
  expired: "the token has expired",
  keys: "JWKS communication error",
  otherIssuer: "issuer does not match",
  invalid: undefined,
  notYet: undefined,
};

/** @see https://github.com/awsdocs/amazon-api-gateway-developer-guide/issues/158 */
const RENDERING = { claimTimes: "seconds", claimLists: "brackets" } as const;

/**
 * Verifies the token of a route with a JWT authorizer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html#http-api-jwt-authorizer.evaluation
 */
export async function authenticateJwt(
  exchange: HttpExchange,
  api: HttpApi,
): Promise<GatewayResponse | undefined> {
  const { authorization } = matchOf(exchange).route;
  if (authorization.type !== "JWT") return undefined;
  const { authorizer, scopes } = authorization;
  const token = tokenOf(authorizer, exchange, api);
  if (token === "") return unauthorized("Bearer", "IdentityMissing", exchange, api);
  const claims = await verify(token, authorizer, api);
  if (typeof claims === "string") return refuseToken(claims, exchange, api);
  if (scopes.length > 0 && !hasScope(claims, scopes)) {
    const challenge = `Bearer scope="${scopes.join(" ")}" error="insufficient_scope"`;
    const headers = [["WWW-Authenticate", challenge] as const];
    return refuseHttp(exchange, api, 403, "ScopeMissing", { headers });
  }
  exchange.jwt = { claims: renderClaims(claims, RENDERING), scopes: scopes.length > 0 ? scopes : null };
  return undefined;
}

/** `Bearer` may stand before the token. A source that came twice holds no token. */
function tokenOf({ identitySource }: JwtAuthorizer, exchange: HttpExchange, api: HttpApi): string {
  const [values = []] = httpIdentity([identitySource], exchange, api);
  return identityText(values)
    .trim()
    .replace(/^bearer +/i, "");
}

async function verify(
  token: string,
  { issuer, audience }: JwtAuthorizer,
  { issuers, clock }: HttpApi,
): Promise<JwtClaims | TokenRefusal> {
  const verifyBy = issuers.get(issuer);
  if (!verifyBy) throw new Error(`expected the keys of the issuer \`${issuer}\`, came none`);
  const signature = await verifyBy(token).catch(() => undefined);
  if (!signature) return "keys";
  if (signature.type !== "signed") return signature.type;
  return checkClaims(signature.claims, audience, clock() / 1000) ?? signature.claims;
}

function refuseToken(refusal: TokenRefusal, exchange: HttpExchange, api: HttpApi): GatewayResponse {
  const description = DESCRIPTIONS[refusal];
  const told = description === undefined ? "" : ` error_description="${description}"`;
  const reason = refusal === "keys" ? "IssuerFailed" : "TokenInvalid";
  return unauthorized(`Bearer scope="" error="invalid_token"${told}`, reason, exchange, api, refusal);
}

function unauthorized(
  challenge: string,
  reason: HttpLogReason,
  exchange: HttpExchange,
  api: HttpApi,
  detail?: string,
): GatewayResponse {
  const headers = [["WWW-Authenticate", challenge] as const];
  return refuseHttp(exchange, api, 401, reason, { headers, ...(detail !== undefined && { detail }) });
}
