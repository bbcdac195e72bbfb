/**
 * A signature in the query string, as presigned URLs have it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
import type { QueryParameter } from "../request-target.ts";
import { unsupported } from "./read-authorization.ts";
import { ALGORITHM, type IncompleteSignature, incomplete, type SignatureReading } from "./signature.ts";
import { completeSignature, type SignedRequest } from "./written-signature.ts";

export const SIGNATURE_PARAMETER = "X-Amz-Signature";

const REQUIRED = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-SignedHeaders",
  SIGNATURE_PARAMETER,
] as const;

export function isPresigned(query: readonly QueryParameter[]): boolean {
  return query.some(([name]) => name === "X-Amz-Algorithm" || name === SIGNATURE_PARAMETER);
}

export function readPresigned(request: SignedRequest): SignatureReading {
  const [algorithm, credential, date, signedHeaders, signature] = REQUIRED.map((name) =>
    onlyValue(request.query, name),
  );
  if (!algorithm || !credential || !date || !signedHeaders || !signature) {
    return missing(REQUIRED.find((name) => !onlyValue(request.query, name)) ?? SIGNATURE_PARAMETER);
  }
  if (algorithm !== ALGORITHM) return unsupported(algorithm);
  const expires = onlyValue(request.query, "X-Amz-Expires");
  const sessionToken = onlyValue(request.query, "X-Amz-Security-Token");
  // The date is a parameter, and those are signed in any case.
  return completeSignature(
    { credential, signedHeaders, signature, date, expires, sessionToken },
    [],
    request,
  );
}

/** A parameter that is given twice has no value that everybody agrees on. */
function onlyValue(query: readonly QueryParameter[], name: string): string | undefined {
  const values = query.filter(([key]) => key === name).map(([, value]) => value);
  return values.length > 1 ? "" : values[0];
}

function missing(name: string): IncompleteSignature {
  return incomplete(
    `AWS query-string parameters must include '${name}'. Re-examine the query-string parameters.`,
  );
}
