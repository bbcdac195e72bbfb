/**
 * A signature in the header: `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { type HeaderField, headerValues } from "../header.ts";
import { formatAmzDate, parseHttpDate } from "./amz-date.ts";
import {
  ALGORITHM,
  type IncompleteSignature,
  incomplete,
  incompleteWith,
  type SignatureReading,
} from "./signature.ts";
import { completeSignature, type SignedRequest } from "./written-signature.ts";

const PARAMETERS = ["Credential", "Signature", "SignedHeaders"] as const;

export function readAuthorization(authorization: string, request: SignedRequest): SignatureReading {
  const [algorithm = "", ...pairs] = authorization.split(/[\s,]+/).filter((part) => part !== "");
  const stranger = pairs.find((pair) => !pair.includes("="));
  if (stranger !== undefined) return notAPair(stranger, authorization);
  const values = new Map(pairs.map(splitPair));
  const [credential, signature, signedHeaders] = PARAMETERS.map((name) => values.get(name));
  const date = dateOf(request.headers);
  if (!credential || !signature || !signedHeaders || date === undefined) {
    return missingParameters(values, date, authorization);
  }
  if (algorithm !== ALGORITHM) return unsupported(algorithm);
  if (values.size < pairs.length) return incomplete("Authorization header requires each parameter once.");
  const [sessionToken] = headerValues(request.headers, "x-amz-security-token");
  return completeSignature(
    { credential, signedHeaders, signature, date, expires: undefined, sessionToken },
    [headerValues(request.headers, "x-amz-date").length > 0 ? "x-amz-date" : "date"],
    request,
  );
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** The date of the request: `X-Amz-Date` before `Date`. */
function dateOf(headers: readonly HeaderField[]): string | undefined {
  const [amzDate] = headerValues(headers, "x-amz-date");
  if (amzDate !== undefined) return amzDate.trim();
  const [date] = headerValues(headers, "date");
  const epochMs = date === undefined ? undefined : parseHttpDate(date.trim());
  return epochMs === undefined ? date : formatAmzDate(epochMs);
}

function notAPair(stranger: string, authorization: string): IncompleteSignature {
  const words = "not a valid key=value pair (missing equal-sign) in Authorization header:";
  return incomplete(`'${stranger}' ${words} '${authorization}'.`, `'[redacted]' ${words} '[redacted]'.`);
}

function missingParameters(
  values: ReadonlyMap<string, string>,
  date: string | undefined,
  authorization: string,
): IncompleteSignature {
  const missing = PARAMETERS.filter((name) => !values.get(name)).map(
    (name) => `Authorization header requires '${name}' parameter. `,
  );
  if (date === undefined) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
  }
  const text = `${missing.join("")}Authorization=`;
  return incomplete(`${text}${authorization}`, `${text}[redacted]`);
}

export function unsupported(algorithm: string): IncompleteSignature {
  return incompleteWith("Unsupported AWS 'algorithm':", algorithm, ` (only ${ALGORITHM} is supported).`);
}
