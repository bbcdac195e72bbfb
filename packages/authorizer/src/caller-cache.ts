import { createHash } from "node:crypto";
import type { Caller, TokenVerifier } from "./caller.ts";
import { TokenRefused } from "./errors.ts";

/** How many verified tokens are remembered; the oldest gives way. */
const CAPACITY = 10_000;

/** Whom a token was verified for, and when, in epoch milliseconds. */
interface Verified {
  caller: Caller;
  since: number;
}

/**
 * Remembers whom a token was verified for, by the hash of the token, until it expires. Refused tokens are
 * not remembered, nor is what was verified at a time that has not come yet, before the clock was put back.
 * @param clock the current time in epoch milliseconds
 */
export function rememberCallers(verify: TokenVerifier, clock: () => number): TokenVerifier {
  const callers = new Map<string, Verified>();
  return async (token) => {
    const key = createHash("sha256").update(token).digest("base64");
    const known = callers.get(key);
    const now = clock();
    if (known && now >= known.since) {
      if (now < known.caller.expires * 1000) return known.caller;
      callers.delete(key);
      throw new TokenRefused("TokenExpired");
    }
    const caller = await verify(token);
    callers.delete(key);
    const oldest = callers.size >= CAPACITY ? callers.keys().next().value : undefined;
    if (oldest !== undefined) callers.delete(oldest);
    callers.set(key, { caller, since: now });
    return caller;
  };
}
