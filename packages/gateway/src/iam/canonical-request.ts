/**
 * What is signed: a request in a form that every signer arrives at.
 *
 * A signer that only signs cannot check what others signed: it sets the date itself, takes parameters that were
 * parsed before, and one value a header. So the request is made canonical here as it was sent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { hash } from "node:crypto";
import { type HeaderField, headerValues } from "../header.ts";
import type { QueryParameter } from "../request-target.ts";

/** The parts of a request that a signature covers. */
export interface SignedParts {
  readonly method: string;
  /** As on the request line. */
  readonly rawPath: string;
  /** Decoded: what the backend will see is what was signed. */
  readonly query: readonly QueryParameter[];
  readonly headers: readonly HeaderField[];
  /** In lower case, in the order of the signature. */
  readonly signedHeaders: readonly string[];
  /** The SHA-256 of the body in hexadecimal digits, or what stands for it. */
  readonly payloadHash: string;
}

/** The canonical request, in which each character stands for a byte. */
export function canonicalRequest(parts: SignedParts): string {
  return [
    parts.method,
    canonicalPath(parts.rawPath),
    canonicalQuery(parts.query),
    ...parts.signedHeaders.map((name) => `${name}:${canonicalValue(headerValues(parts.headers, name))}`),
    "",
    parts.signedHeaders.join(";"),
    parts.payloadHash,
  ].join("\n");
}

/** @param scope `20150830/us-east-1/execute-api/aws4_request` */
export function stringToSign(canonical: string, date: string, scope: string): string {
  return ["AWS4-HMAC-SHA256", date, scope, sha256(Buffer.from(canonical, "latin1"))].join("\n");
}

export function sha256(bytes: Uint8Array): string {
  return hash("sha256", bytes);
}

/** Without empty and dot segments, and encoded once more than it was sent: only S3 does neither. */
export function canonicalPath(rawPath: string): string {
  const kept: string[] = [];
  for (const segment of rawPath.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(uriEncode(segment));
  }
  const end = kept.length > 0 && rawPath.endsWith("/") ? "/" : "";
  return `/${kept.join("/")}${end}`;
}

export function canonicalQuery(query: readonly QueryParameter[]): string {
  return query
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join("="))
    .join("&");
}

/** Encodes all but RFC 3986's unreserved characters. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** By code point, which no locale changes; encoded text is ASCII. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function canonicalValue(values: readonly string[]): string {
  return values.map((value) => value.trim().replaceAll(/[ \t\r\n]+/g, " ")).join(",");
}
