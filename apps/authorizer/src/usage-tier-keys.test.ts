import { describe, expect, it } from "vitest";
import { usageTierKeys } from "./usage-tier-keys.ts";

const GOLD = "goldKey0123456789abcd";
const SILVER = "silverKey0123456789ab";

describe("USAGE_TIER_KEYS", () => {
  it("gives each tier its key, in the order in which they are written", () => {
    const keys = usageTierKeys(JSON.stringify({ silver: SILVER, gold: GOLD, "a-1": GOLD }));
    expect([...(keys ?? [])]).toEqual([
      ["silver", SILVER],
      ["gold", GOLD],
      ["a-1", GOLD],
    ]);
  });

  it("may be left out", () => {
    expect(usageTierKeys("")).toBeUndefined();
    expect(usageTierKeys("{}")?.size).toBe(0);
  });

  it.each([
    ["no JSON", `{"gold": ${GOLD}`],
    ["a key alone", JSON.stringify(GOLD)],
    ["a list", JSON.stringify([GOLD])],
    ["nothing", "null"],
    ["a tier that is none", JSON.stringify({ [GOLD]: "gold" })],
    ["a number for a tier", JSON.stringify({ 1: GOLD })],
    ["a dangerous name", `{"__proto__": "${GOLD}"}`],
    ["a key that is none", JSON.stringify({ gold: [GOLD] })],
    ["a short key", JSON.stringify({ gold: GOLD.slice(0, 19) })],
    ["a key with a space", JSON.stringify({ gold: `${GOLD} ` })],
    ["a long key", JSON.stringify({ gold: GOLD.repeat(7) })],
  ])("cannot be %s, and what came is not told", (_, text) => {
    const thrown = (() => {
      try {
        return usageTierKeys(text);
      } catch (error) {
        return error;
      }
    })();
    if (!(thrown instanceof Error)) throw new Error("expected an error");
    expect(thrown.message).toMatch(/^expected USAGE_TIER_KEYS to /);
    expect(`${thrown.stack} ${thrown.cause}`).not.toContain("Key0123456789");
  });
});
