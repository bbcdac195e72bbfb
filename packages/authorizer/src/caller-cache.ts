import { hash } from "node:crypto";
import { BoundedMap } from "./bounded-map.ts";
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
  const callers = new BoundedMap<string, Verified>(CAPACITY);
  return async (token) => {
    const key = hash("sha256", token, "base64");
    const known = callers.get(key);
    const now = clock();
    if (known && now >= known.since) {
      if (now < known.caller.expires * 1000) return known.caller;
      callers.delete(key);
      throw new TokenRefused("TokenExpired");
    }
    const caller = await verify(token);
    callers.set(key, { caller, since: now });
    return caller;
  };
}
