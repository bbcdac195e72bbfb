/** A signature of version 4 as a request carries it. */
import { type CredentialScope, TERMINATOR } from "./signing-key.ts";

export const ALGORITHM = "AWS4-HMAC-SHA256";

export interface Signature {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** In lower case, sorted. */
  readonly signedHeaders: readonly string[];
  /** In hexadecimal digits. */
  readonly signature: string;
  /** When it was signed, as `20150830T123600Z`. */
  readonly date: string;
  /** How long a presigned URL is good for; otherwise the allowed skew of the clocks decides. */
  readonly expiresInSeconds: number | undefined;
  readonly sessionToken: string | undefined;
}

/** Why a signature cannot be read, in API Gateway's words, with and without what the caller sent. */
export interface IncompleteSignature {
  readonly incomplete: string;
  readonly redacted: string;
}

export type SignatureReading = Signature | IncompleteSignature;

export function incomplete(message: string, redacted: string = message): IncompleteSignature {
  return { incomplete: message, redacted };
}

/** The text that a client is told; by default without what it sent. */
export function incompleteText(reading: IncompleteSignature, echo: "redacted" | "asSent"): string {
  return echo === "asSent" ? reading.incomplete : reading.redacted;
}

/** A message whose values stand in single quotation marks. */
export function incompleteWith(before: string, value: string, after = ""): IncompleteSignature {
  return incomplete(`${before} '${value}'${after}`, `${before} '[redacted]'${after}`);
}

/** Takes the credential apart: `AKIDEXAMPLE/20150830/us-east-1/execute-api/aws4_request`. */
export function readCredential(text: string): Pick<Signature, "accessKeyId" | "scope"> | IncompleteSignature {
  const [accessKeyId = "", date = "", region = "", service = "", terminator, ...others] = text.split("/");
  if (terminator === undefined || others.length > 0 || accessKeyId === "") {
    const expected =
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got";
    return incompleteWith(expected, text);
  }
  if (terminator === TERMINATOR) return { accessKeyId, scope: { date, region, service } };
  const expected = `Credential should be scoped with a valid terminator: '${TERMINATOR}', not`;
  return incompleteWith(expected, terminator, ".");
}

/** Takes the list of signed headers apart; empty when one is named twice or has no name. */
export function readSignedHeaders(text: string): string[] {
  const names = text.toLowerCase().split(";").toSorted();
  return names.includes("") || new Set(names).size < names.length ? [] : names;
}
