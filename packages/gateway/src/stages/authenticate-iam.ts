import type { Api, LogReason } from "../api.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import type { ResponseType } from "../gateway-response-type.ts";
import type { HeaderField } from "../header.ts";
import { type Verification, verifySignature } from "../iam/verify-signature.ts";
import { refuse } from "../refusal.ts";

const SERVICE = "execute-api";

/**
 * Finds out who signed a request. What the caller may do is asked later.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export function authenticateIam(exchange: Exchange, api: Api): GatewayResponse | undefined {
  if (routeOf(exchange).method.authorization.type !== "AWS_IAM") return undefined;
  const verification = verify(exchange, api);
  if (verification.outcome !== "verified") return refuseSignature(verification, exchange, api);
  exchange.caller = verification.credentials.caller;
  exchange.headers = exchange.headers.filter(isNoSignature);
  return undefined;
}

function verify({ request, target }: Exchange, { iam, options, definition, clock }: Api): Verification {
  if (!iam || !target) throw new Error("expected IAM identities and a request that was admitted");
  return verifySignature({ ...request, query: target.query }, iam, {
    service: SERVICE,
    regions: [definition.region],
    clockSkewSeconds: options.signatureClockSkewSeconds,
    unsignedPayload: options.unsignedPayload,
    now: clock(),
  });
}

/**
 * What a verification that fails becomes.
 *
 * @see https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden
 */
export const SIGNATURE_REFUSALS: Readonly<
  Record<Exclude<Verification["outcome"], "verified">, readonly [ResponseType, LogReason]>
> = {
  unsigned: ["MISSING_AUTHENTICATION_TOKEN", "SignatureMissing"],
  incomplete: ["INCOMPLETE_SIGNATURE", "SignatureIncomplete"],
  unknownKey: ["UNRECOGNIZED_CLIENT", "AccessKeyUnknown"],
  invalid: ["INVALID_SIGNATURE", "SignatureInvalid"],
  expiredToken: ["EXPIRED_TOKEN", "SessionExpired"],
};

/** The log never tells what the caller sent; whether the client is told is an option. */
function refuseSignature(
  verification: Exclude<Verification, { outcome: "verified" }>,
  exchange: Exchange,
  api: Api,
): GatewayResponse {
  const [type, reason] = SIGNATURE_REFUSALS[verification.outcome];
  if (!("message" in verification)) return refuse(exchange, api, type, reason);
  const { message, redacted } = verification;
  const told = api.options.signatureEcho === "asSent" ? message : redacted;
  return refuse(exchange, api, type, reason, { message: told });
}

/** The integration is not told the signature: it could be used once more while it is good. */
function isNoSignature([name]: HeaderField): boolean {
  return name.toLowerCase() !== "authorization";
}
