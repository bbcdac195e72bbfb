import type { TokenVerifier } from "./caller.ts";

/** What was measured since the last log entry; of one call, where one runs at a time as in Lambda. */
export interface Measures {
  /** How many tokens came, and how many of them had to be verified. */
  tokens: number;
  tokensVerified: number;
  /** How many callers' policies were wanted, and how long each look-up in the table took, in milliseconds. */
  policies: number;
  lookUpMilliseconds: readonly number[];
}

/** Counts what is wanted, and what is asked for want of a remembered answer. */
export interface Meter {
  countToken(): void;
  countPolicies(): void;
  verifying(verify: TokenVerifier): TokenVerifier;
  lookingUp<Wanted extends unknown[], Found>(
    lookUp: (...wanted: Wanted) => Promise<Found>,
  ): (...wanted: Wanted) => Promise<Found>;
  /** What was counted, to begin anew. */
  take(): Measures;
}

/** @param clock the current time in epoch milliseconds */
export function createMeter(clock: () => number): Meter {
  let [tokens, tokensVerified, policies] = [0, 0, 0];
  let lookUpMilliseconds: number[] = [];
  return {
    countToken() {
      tokens += 1;
    },
    countPolicies() {
      policies += 1;
    },
    verifying: (verify) => (token) => {
      tokensVerified += 1;
      return verify(token);
    },
    lookingUp:
      (lookUp) =>
      async (...wanted) => {
        const begun = clock();
        try {
          return await lookUp(...wanted);
        } finally {
          lookUpMilliseconds.push(clock() - begun);
        }
      },
    take() {
      const measures = { tokens, tokensVerified, policies, lookUpMilliseconds };
      [tokens, tokensVerified, policies] = [0, 0, 0];
      lookUpMilliseconds = [];
      return measures;
    },
  };
}
