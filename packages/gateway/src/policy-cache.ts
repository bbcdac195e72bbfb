/**
 * Authorizer results by identity. What is kept is the whole result with its prepared policy, never a verdict:
 * a hit is evaluated against the new request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
 */
import type { AuthorizerResult } from "./authorizer-result.ts";

export interface PolicyCache<Result = AuthorizerResult> {
  get(key: string): Result | undefined;
  /**
   * Makes room for a result that is about to be asked for. What it returns stores the result, unless the cache
   * was cleared meanwhile: an answer from before a flush may not come back after it.
   */
  reserve(key: string, ttlInSeconds: number): (result: Result) => void;
  clear(): void;
}

interface Entry<Result> {
  readonly result: Result;
  readonly expiresAt: number;
}

/** @param clock epoch milliseconds */
export function createPolicyCache<Result = AuthorizerResult>(
  clock: () => number,
  maxEntries: number,
): PolicyCache<Result> {
  let entries = new Map<string, Entry<Result>>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (clock() < entry.expiresAt) return entry.result;
      entries.delete(key);
      return undefined;
    },
    reserve(key, ttlInSeconds) {
      const reservedFor = entries;
      return (result) => {
        reservedFor.delete(key);
        reservedFor.set(key, { result, expiresAt: clock() + ttlInSeconds * 1000 });
        dropOldest(reservedFor, maxEntries);
      };
    },
    clear() {
      entries = new Map();
    },
  };
}

function dropOldest(entries: Map<string, unknown>, maxEntries: number): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= maxEntries) return;
    entries.delete(oldest);
  }
}

/**
 * The key of a result: a list in JSON, so that no choice of values makes two identities the same.
 * @param identity the values of each identity source
 */
export function policyCacheKey(
  api: { readonly apiId: string; readonly stage: string },
  authorizerName: string,
  identity: readonly (readonly string[])[],
): string {
  return JSON.stringify([api.apiId, api.stage, authorizerName, identity]);
}
