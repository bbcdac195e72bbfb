/** A signature as it is written down, whose parts are read and checked here. */
import { type HeaderField, headerValues } from "../header.ts";
import type { QueryParameter } from "../request-target.ts";
import { parseAmzDate } from "./amz-date.ts";
import {
  type IncompleteSignature,
  incomplete,
  incompleteWith,
  readCredential,
  readSignedHeaders,
  type SignatureReading,
} from "./signature.ts";

export interface SignedRequest {
  readonly headers: readonly HeaderField[];
  readonly query: readonly QueryParameter[];
}

export interface WrittenSignature {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
  readonly expires: string | undefined;
  readonly sessionToken: string | undefined;
}

/** @param dateHeaders the header that the date was read from, if it was one */
export function completeSignature(
  written: WrittenSignature,
  dateHeaders: readonly string[],
  { headers }: SignedRequest,
): SignatureReading {
  const credential = readCredential(written.credential);
  if ("incomplete" in credential) return credential;
  const signedHeaders = readSignedHeaders(written.signedHeaders);
  const unsigned = mustBeSigned(dateHeaders, headers).find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined) return notSigned(unsigned);
  if (parseAmzDate(written.date) === undefined) {
    return incompleteWith("Date must be in ISO-8601 'basic format'. Got", written.date, ".");
  }
  if (written.expires !== undefined && !isExpiry(written.expires)) {
    return incomplete(`X-Amz-Expires must be a number of seconds from 1 to ${MAX_EXPIRES_SECONDS}.`);
  }
  const { signature, date, expires, sessionToken } = written;
  const expiresInSeconds = expires === undefined ? undefined : Number(expires);
  return { ...credential, signedHeaders, signature, date, expiresInSeconds, sessionToken };
}

/** Seven days: the longest that a presigned URL is good for. */
const MAX_EXPIRES_SECONDS = 604_800;

function isExpiry(text: string): boolean {
  return /^[1-9]\d{0,5}$/.test(text) && Number(text) <= MAX_EXPIRES_SECONDS;
}

const RESTS_ON = ["x-amz-content-sha256", "x-amz-security-token", "x-http-method-override"];

/** What verification, or the choice of the method, rests on: a header that anybody could change says nothing. */
function mustBeSigned(dateHeaders: readonly string[], headers: readonly HeaderField[]): string[] {
  return ["host", ...dateHeaders, ...RESTS_ON.filter((name) => headerValues(headers, name).length > 0)];
}

function notSigned(name: string): IncompleteSignature {
  const title = name === "host" ? "'Host' or ':authority'" : `'${name}'`;
  return incomplete(`${title} must be a 'SignedHeader' in the AWS Authorization.`);
}
