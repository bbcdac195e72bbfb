/**
 * Finds the signature of a request in its header or in its query string.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
import { headerValues } from "../header.ts";
import { readAuthorization } from "./read-authorization.ts";
import { isPresigned, readPresigned } from "./read-presigned.ts";
import { incomplete, type SignatureReading } from "./signature.ts";
import type { SignedRequest } from "./written-signature.ts";

/** `undefined` when a request is not signed at all. */
export function readSignature(request: SignedRequest): SignatureReading | undefined {
  const presigned = isPresigned(request.query);
  const authorizations = headerValues(request.headers, "authorization").filter(
    (value) => value.trim() !== "",
  );
  const [authorization, ...others] = authorizations;
  if (others.length > 0 || (authorization !== undefined && presigned)) {
    return incomplete("Only one signature is allowed in a request.");
  }
  if (authorization !== undefined) return readAuthorization(authorization.trim(), request);
  return presigned ? readPresigned(request) : undefined;
}
