import { SIGNATURE_REFUSALS } from "../../stages/authenticate-iam.ts";
import { type Opening, queryOf, type Refusal, refuseOpening } from "../opening.ts";
import { verifyCaller } from "../verify-caller.ts";
import type { WebSocketApi } from "../web-socket-api.ts";

/**
 * Finds out who signed a handshake, in its headers or, as browsers have to, in its URL.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
 */
export function authenticateConnect(opening: Opening, api: WebSocketApi): Refusal | undefined {
  if (api.definition.connect.authorization.type !== "AWS_IAM") return undefined;
  const verification = verifyCaller({ ...opening.request, query: queryOf(opening) }, api);
  if (verification.outcome === "verified") {
    opening.caller = verification.credentials.caller;
    // The integration is not told the signature: it could be used once more while it is good.
    opening.headers = opening.headers.filter(([name]) => name.toLowerCase() !== "authorization");
    return undefined;
  }
  const [type, reason] = SIGNATURE_REFUSALS[verification.outcome];
  return refuseOpening(opening, api, type, reason);
}
