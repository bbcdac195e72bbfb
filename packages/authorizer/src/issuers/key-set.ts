import { get as getInsecurely, type IncomingMessage } from "node:http";
import { get } from "node:https";
import { assertIsJwks, type Jwks } from "aws-jwt-verify/jwk";
import { safeJsonParse } from "aws-jwt-verify/safe-json-parse";
import { ALGORITHMS } from "./issuer.ts";

export interface FetchLimits {
  bytes: number;
  /** Of both attempts together. */
  milliseconds: number;
}

/** The largest sets that are known have some tens of kilobytes. */
const LIMITS: FetchLimits = { bytes: 256 * 1024, milliseconds: 2_500 };

/**
 * Reads a JSON Web Key Set over HTTPS, or from this machine. A connection that fails is tried once more; a
 * redirection is not followed, so that nobody but the configured address names the keys.
 * @throws Error when there is no such set within the limits
 */
export async function fetchKeySet(uri: string, limits: FetchLimits = LIMITS): Promise<ArrayBuffer> {
  const signal = AbortSignal.timeout(limits.milliseconds);
  const response = await open(uri, signal).catch(() => open(uri, signal));
  if (response.statusCode === 200) return bodyOf(response, limits.bytes);
  response.destroy();
  throw new Error(`keys: status ${response.statusCode}`);
}

async function open(uri: string, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(uri);
  const isHere = url.protocol === "http:" && url.hostname === "127.0.0.1";
  return new Promise((resolve, reject) => {
    // Without an agent no connection is kept, for it would be dead when it is wanted again.
    const options = { signal, agent: false, headers: { accept: "application/json" } } as const;
    (isHere ? getInsecurely : get)(url, options, resolve).on("error", reject);
  });
}

async function bodyOf(response: IncomingMessage, limit: number): Promise<ArrayBuffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > limit) throw new Error(`keys: more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks)).buffer;
}

/**
 * Reads the keys of a set. A key whose curve leaves no choice is given its algorithm, so that no token can
 * choose another; a key that nothing may be verified with has no use.
 * @throws Error when it is none
 */
export function parseKeySet(bytes: ArrayBuffer): Jwks {
  const jwks = safeJsonParse(new TextDecoder("utf8", { fatal: true }).decode(bytes));
  assertIsJwks(jwks);
  return { keys: jwks.keys.map((key) => ({ ...key, ...(isFit(key) ? algorithmOf(key) : { use: "none" }) })) };
}

/** @see https://www.rfc-editor.org/rfc/rfc7518#section-3.3: at least 2048 bits */
const SHORTEST_MODULUS = 2048;

/** A key that is short, or whose exponent is 1, anybody can sign with. A key without its numbers is a fault. */
function isFit({ kty, n, e, key_ops: uses }: Jwks["keys"][number]): boolean {
  if (Array.isArray(uses) && !uses.includes("verify")) return false;
  if (kty !== "RSA" || n === undefined || e === undefined) return true;
  return bitsOf(n) >= SHORTEST_MODULUS && bitsOf(e) >= 2;
}

function bitsOf(number: string): number {
  const hex = Buffer.from(number, "base64url").toString("hex").replace(/^0+/, "");
  return hex === "" ? 0 : BigInt(`0x${hex}`).toString(2).length;
}

function algorithmOf({ alg, kty, crv }: Jwks["keys"][number]): { alg?: string } {
  if (alg !== undefined || typeof crv !== "string") return {};
  const known = Object.entries(ALGORITHMS).find(([, key]) => key.kty === kty && key.crv === crv);
  return known ? { alg: known[0] } : {};
}
