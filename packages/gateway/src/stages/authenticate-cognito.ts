import type { Api, LogReason } from "../api.ts";
import type { CognitoAuthorizer } from "../api-definition.ts";
import { renderClaims } from "../cognito/claims.ts";
import { type TokenVerdict, verifyToken } from "../cognito/user-pool.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { identityValue, identityValues, matchesValidation } from "../identity.ts";
import { refuse } from "../refusal.ts";

/** @see https://github.com/aws-amplify/amplify-js/issues/2827 */
const EXPIRED = "The incoming token has expired";

/**
 * Verifies the token of a method whose authorizer is a user pool. A token that lacks the scope is refused like a bad
 * one.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
 * @see https://repost.aws/knowledge-center/api-gateway-cognito-401-unauthorized
 */
export async function authenticateCognito(
  exchange: Exchange,
  api: Api,
): Promise<GatewayResponse | undefined> {
  const { authorization } = routeOf(exchange).method;
  if (authorization.type !== "COGNITO_USER_POOLS") return undefined;
  const { authorizer, scopes } = authorization;
  const token = tokenOf(authorizer, exchange, api);
  if (token === "") return refuse(exchange, api, "UNAUTHORIZED", "IdentityMissing");
  const verdict = await verdictOf(token, authorizer, api);
  if (verdict === undefined) return refuse(exchange, api, "AUTHORIZER_FAILURE", "UserPoolFailed");
  if (verdict.type === "expired") {
    return refuse(exchange, api, "UNAUTHORIZED", "TokenExpired", { message: EXPIRED });
  }
  if (verdict.type === "invalid") return refuse(exchange, api, "UNAUTHORIZED", "TokenInvalid");
  const reason = refusalOf(verdict.claims, authorizer, scopes, api);
  if (reason) return refuse(exchange, api, "UNAUTHORIZED", reason);
  exchange.claims = renderClaims(verdict.claims, api.options);
  return undefined;
}

/** `Bearer` may stand before the token. */
function tokenOf({ identitySources: [source] }: CognitoAuthorizer, exchange: Exchange, api: Api): string {
  return identityValue(identityValues(source, exchange, api))
    .trim()
    .replace(/^bearer +/i, "");
}

/** `undefined` when a user pool could not say. */
async function verdictOf(
  token: string,
  { providerArns }: CognitoAuthorizer,
  api: Api,
): Promise<TokenVerdict | undefined> {
  try {
    return await verifyToken(token, providerArns, api);
  } catch {
    return undefined;
  }
}

type Claims = Readonly<Record<string, unknown>>;

/** Why a token that was verified is not for this method. Only an ID token has an `aud`. */
function refusalOf(
  claims: Claims,
  { identityValidationExpression }: CognitoAuthorizer,
  scopes: readonly string[],
  { options }: Api,
): LogReason | undefined {
  const { aud } = claims;
  if (claims.token_use !== (scopes.length === 0 ? "id" : "access")) return "TokenUseWrong";
  if (scopes.length > 0 && !hasScope(claims, scopes)) return "ScopeMissing";
  if (identityValidationExpression === undefined) return undefined;
  const isExpected =
    typeof aud === "string" &&
    matchesValidation(identityValidationExpression, aud, options.identityValidation);
  return isExpected ? undefined : "IdentityInvalid";
}

/** One of the method's scopes is enough. */
function hasScope({ scope }: Claims, scopes: readonly string[]): boolean {
  const granted = typeof scope === "string" ? scope.split(" ") : [];
  return scopes.some((each) => granted.includes(each));
}
