import type { Throttle } from "./usage-plan.ts";

/**
 * A token bucket that is refilled when it is looked at.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export interface TokenBucket {
  readonly throttle: Throttle;
  /** @param now epoch milliseconds */
  hasToken(now: number): boolean;
  /** Takes the token that `hasToken` has just seen. */
  take(): void;
}

/** Tokens are counted in millionths, so that a rate such as 0.29 is a whole number. */
const MILLIONTHS = 1_000_000;
const MILLIS = 1000;

/**
 * A bucket that is full at first; `undefined` where nothing is limited.
 *
 * It remembers since when it has not been full and how many tokens were taken since then. What it holds follows from
 * these two, so no rounding adds up over time.
 */
export function createTokenBucket(throttle: Throttle): TokenBucket | undefined {
  const { rateLimit, burstLimit } = throttle;
  if (rateLimit < 0) return undefined;
  const rate = Math.round(rateLimit * MILLIONTHS);
  let since = 0;
  let taken = 0;
  const refilled = (now: number, tokens: number) => rate * (now - since) >= tokens * MILLIONTHS * MILLIS;
  return {
    throttle,
    hasToken(now) {
      if (now < since) {
        // The clock was set back: what was there stays at most, and is refilled from now on.
        taken = Math.min(taken, burstLimit);
        since = now;
      } else if (refilled(now, taken)) {
        taken = 0;
        since = now;
      }
      return refilled(now, taken + 1 - burstLimit);
    },
    take() {
      taken += 1;
    },
  };
}
