import type { UsageTierKeys } from "@lychgate/authorizer";

/** As policy modules name tiers. */
const TIER = /^[a-z][a-z0-9-]{0,31}$/;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-file-format.html */
const KEY = /^[\x21-\x7e]{20,128}$/;

/**
 * Reads `USAGE_TIER_KEYS`. JSON keeps the order of names that begin with a letter.
 * @throws Error that says which tier is wrong and never what came, for it holds keys
 */
export function usageTierKeys(text: string): UsageTierKeys | undefined {
  if (text === "") return undefined;
  const keys = new Map<string, string>();
  for (const [tier, key] of entriesOf(text)) {
    if (!TIER.test(tier)) throw new Error("expected USAGE_TIER_KEYS to name tiers such as `gold`");
    if (typeof key !== "string" || !KEY.test(key))
      throw new Error(`expected USAGE_TIER_KEYS to give \`${tier}\` a key of 20 to 128 characters`);
    keys.set(tier, key);
  }
  return keys;
}

function entriesOf(text: string): [string, unknown][] {
  const value = jsonIn(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new Error("expected USAGE_TIER_KEYS to be a JSON object of tiers and API keys");
}

/** What JSON.parse throws quotes the text. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
