import { type SignedMessage, type Verification, verifySignature } from "../iam/verify-signature.ts";
import type { WebSocketApi } from "./web-socket-api.ts";

/** Verifies a signature. Where nobody is known who may sign, no signature is good. */
export function verifyCaller(
  message: SignedMessage,
  { iam, options, definition, clock }: WebSocketApi,
): Verification {
  return verifySignature(message, iam ?? { findCredentials: () => undefined }, {
    service: "execute-api",
    regions: [definition.region],
    clockSkewSeconds: options.signatureClockSkewSeconds,
    unsignedPayload: options.unsignedPayload,
    now: clock(),
  });
}
