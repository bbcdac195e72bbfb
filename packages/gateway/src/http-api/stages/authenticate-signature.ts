import type { GatewayResponse } from "../../gateway-message.ts";
import { verifySignature } from "../../iam/verify-signature.ts";
import type { HttpApi } from "../http-api.ts";
import { type HttpExchange, matchOf } from "../http-exchange.ts";
import { refuseHttp } from "../http-refusal.ts";

/**
 * Finds out who signed a request. To its caller, every signature that is not good is 403.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function authenticateSignature(exchange: HttpExchange, api: HttpApi): GatewayResponse | undefined {
  if (matchOf(exchange).route.authorization.type !== "AWS_IAM") return undefined;
  const { request, query } = exchange;
  const { iam, options, definition, clock } = api;
  if (!iam || !query) throw new Error("expected IAM identities and a request that was admitted");
  const verification = verifySignature({ ...request, query }, iam, {
    service: "execute-api",
    regions: [definition.region],
    clockSkewSeconds: options.signatureClockSkewSeconds,
    unsignedPayload: options.unsignedPayload,
    now: clock(),
  });
  const { outcome } = verification;
  if (outcome !== "verified") return refuseHttp(exchange, api, 403, "SignatureInvalid", { detail: outcome });
  exchange.caller = verification.credentials.caller;
  // The integration is not told the signature: it could be used once more while it is good.
  exchange.headers = exchange.headers.filter(([name]) => name.toLowerCase() !== "authorization");
  return undefined;
}
