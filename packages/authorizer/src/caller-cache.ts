import { createHash } from "node:crypto";
import type { Caller, TokenVerifier } from "./caller.ts";
import { TokenRefused } from "./errors.ts";

/** How many verified tokens are remembered; the oldest gives way. */
const CAPACITY = 10_000;

/**
 * Remembers whom a token was verified for, by the hash of the token, until it expires. Refused tokens are
 * not remembered.
 * @param clock the current time in epoch milliseconds
 */
export function rememberCallers(verify: TokenVerifier, clock: () => number): TokenVerifier {
  const callers = new Map<string, Caller>();
  return async (token) => {
    const key = createHash("sha256").update(token).digest("base64");
    const known = callers.get(key);
    if (known) {
      if (clock() < known.expires * 1000) return known;
      callers.delete(key);
      throw new TokenRefused("TokenExpired");
    }
    const caller = await verify(token);
    const oldest = callers.size >= CAPACITY ? callers.keys().next().value : undefined;
    if (oldest !== undefined) callers.delete(oldest);
    callers.set(key, caller);
    return caller;
  };
}
