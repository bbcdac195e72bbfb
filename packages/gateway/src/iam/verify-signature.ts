/**
 * Verifies a signature of version 4.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */

import type { GatewayRequest } from "../gateway-message.ts";
import { headerValues } from "../header.ts";
import type { QueryParameter } from "../request-target.ts";
import { formatAmzDate, parseAmzDate } from "./amz-date.ts";
import { canonicalRequest, sha256, stringToSign } from "./canonical-request.ts";
import type { Credentials, IamDirectory } from "./iam-directory.ts";
import { SIGNATURE_PARAMETER } from "./read-presigned.ts";
import { readSignature } from "./read-signature.ts";
import type { Signature } from "./signature.ts";
import { equalSecrets, scopeText } from "./signing-key.ts";

/** What a request's signature says. Everything that is not `verified` is refused. */
export type Verification =
  | { readonly outcome: "verified"; readonly credentials: Credentials }
  | { readonly outcome: "unsigned" | "unknownKey" | "expiredToken" }
  /** `redacted` is the message without what the caller sent. */
  | { readonly outcome: "incomplete" | "invalid"; readonly message: string; readonly redacted: string };

export interface SignatureRules {
  readonly service: string;
  readonly regions: readonly string[];
  /** How far the clocks of client and server may differ. */
  readonly clockSkewSeconds: number;
  /** Whether a body may be left out of the signature by `UNSIGNED-PAYLOAD`. */
  readonly unsignedPayload: "refused" | "accepted";
  /** Epoch milliseconds. */
  readonly now: number;
}

export type SignedMessage = Pick<GatewayRequest, "method" | "rawPath" | "headers" | "body"> & {
  readonly query: readonly QueryParameter[];
};

export function verifySignature(
  message: SignedMessage,
  directory: Pick<IamDirectory, "findCredentials">,
  rules: SignatureRules,
): Verification {
  const signature = readSignature(message);
  if (signature === undefined) return { outcome: "unsigned" };
  if ("incomplete" in signature) {
    return { outcome: "incomplete", message: signature.incomplete, redacted: signature.redacted };
  }
  return (
    checkScope(signature, rules) ??
    checkDate(signature, rules) ??
    checkKey(signature, message, directory, rules)
  );
}

function checkScope(
  { scope, date }: Signature,
  { service, regions }: SignatureRules,
): Verification | undefined {
  if (!regions.includes(scope.region)) {
    const expected = "Credential should be scoped to a valid region, not";
    return invalid(`${expected} '${scope.region}'. `, `${expected} '[redacted]'. `);
  }
  if (scope.service !== service) {
    return invalid(`Credential should be scoped to correct service: '${service}'. `);
  }
  if (date.slice(0, 8) === scope.date) return undefined;
  const expected =
    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP:";
  return invalid(
    `${expected} '${scope.date}' != '${date.slice(0, 8)}', from '${date}'.`,
    `${expected} '[redacted]'.`,
  );
}

function checkDate(
  { date, expiresInSeconds }: Signature,
  { now, clockSkewSeconds }: SignatureRules,
): Verification | undefined {
  const signedAt = parseAmzDate(date) ?? Number.NaN;
  const goodFor = expiresInSeconds ?? clockSkewSeconds;
  const oldest = now - goodFor * 1000;
  const latest = now + clockSkewSeconds * 1000;
  if (!(signedAt >= oldest)) {
    return invalid(
      `Signature expired: ${date} is now earlier than ${formatAmzDate(oldest)} (${formatAmzDate(now)} - ${inMinutes(goodFor)}.)`,
    );
  }
  if (signedAt <= latest) return undefined;
  return invalid(
    `Signature not yet current: ${date} is still later than ${formatAmzDate(latest)} (${formatAmzDate(now)} + ${inMinutes(clockSkewSeconds)}.)`,
  );
}

function inMinutes(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} sec`;
}

function checkKey(
  signature: Signature,
  message: SignedMessage,
  directory: Pick<IamDirectory, "findCredentials">,
  rules: SignatureRules,
): Verification {
  const credentials = directory.findCredentials(signature.accessKeyId);
  if (!credentials?.hasToken(signature.sessionToken)) return { outcome: "unknownKey" };
  const canonical = canonicalRequest({
    ...message,
    query: message.query.filter(([name]) => name !== SIGNATURE_PARAMETER),
    signedHeaders: signature.signedHeaders,
    payloadHash: payloadHash(message, rules),
  });
  const text = stringToSign(canonical, signature.date, scopeText(signature.scope));
  if (!equalSecrets(credentials.sign(signature.scope, text), signature.signature)) {
    return mismatch(canonical, text);
  }
  return rules.now < credentials.expiresAt
    ? { outcome: "verified", credentials }
    : { outcome: "expiredToken" };
}

const UNSIGNED = "UNSIGNED-PAYLOAD";

/**
 * The hash is that of the body which came, so that one who claims another has signed another request.
 * `UNSIGNED-PAYLOAD` is documented for S3 alone.
 */
function payloadHash({ headers, body }: SignedMessage, { unsignedPayload }: SignatureRules): string {
  const claimed = headerValues(headers, "x-amz-content-sha256");
  const isUnsigned = unsignedPayload === "accepted" && claimed.length === 1 && claimed[0] === UNSIGNED;
  return isUnsigned ? UNSIGNED : sha256(body);
}

export const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

function mismatch(canonical: string, text: string): Verification {
  const shown = Buffer.from(canonical, "latin1").toString();
  return invalid(
    `${MISMATCH}\n\nThe Canonical String for this request should have been\n'${shown}'\n\nThe String-to-Sign should have been\n'${text}'\n`,
    MISMATCH,
  );
}

function invalid(message: string, redacted: string = message): Verification {
  return { outcome: "invalid", message, redacted };
}
