import { type DecomposedJwt, decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
import { TokenRefused } from "../errors.ts";
import { ALGORITHMS, isAlgorithm } from "./issuer.ts";

/** The length of a token that is read: all headers that API Gateway admits. */
const LONGEST_TOKEN = 10_240;

/** The seconds that dates go to, before and after the epoch. */
const LAST_DATE = 8.64e12;

/**
 * The parts of a token, as the verifiers will read them too: by the same function, from the same text, so
 * that all are at one about a name that comes twice.
 * @throws TokenRefused for what no verifier has to see
 */
export function unverified(token: string): DecomposedJwt {
  if (token.length > LONGEST_TOKEN) throw new TokenRefused("TokenInvalid");
  const decomposed = decompose(token);
  if (isReadable(decomposed)) return decomposed;
  throw new TokenRefused("TokenInvalid");
}

function decompose(token: string): DecomposedJwt {
  try {
    return decomposeUnverifiedJwt(token);
  } catch (cause) {
    throw new TokenRefused("TokenInvalid", { cause });
  }
}

/**
 * None of the extensions that a token may insist on is known here, nor is a token one whose payload is not
 * encoded: RFC 7515, section 4.1.11, and RFC 7797, section 7.
 */
function isReadable({ header, payload, signatureB64 }: DecomposedJwt): boolean {
  if ("crit" in header || "b64" in header) return false;
  return isDate(payload.exp) && isDate(payload.nbf) && isSignature(signatureB64, header.alg);
}

function isDate(seconds: number | undefined): boolean {
  return seconds === undefined || Math.abs(seconds) <= LAST_DATE;
}

/**
 * Whether the text is the one way to write a signature, of the length that the algorithm gives it: else one
 * token would have several texts. Of another length no verifier says that it is wrong, but that it failed.
 */
function isSignature(text: string, algorithm: string | undefined): boolean {
  const bytes = Buffer.from(text, "base64url");
  const length = isAlgorithm(algorithm) ? ALGORITHMS[algorithm].signatureBytes : undefined;
  if (length !== undefined && bytes.length !== length) return false;
  return bytes.toString("base64url") === text;
}
