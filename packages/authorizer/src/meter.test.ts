import { describe, expect, it } from "vitest";
import { createMeter } from "./meter.ts";

describe("a meter", () => {
  it("counts what is wanted and what is asked for, and begins anew once it was read", async () => {
    let now = 0;
    const meter = createMeter(() => now);
    const verify = meter.verifying(() => Promise.reject(new Error("refused")));
    const lookUp = meter.lookingUp(async (milliseconds: number) => {
      now += milliseconds;
      if (milliseconds > 10) throw new Error("slow");
      return milliseconds;
    });
    meter.countToken();
    meter.countToken();
    meter.countPolicies();
    await expect(verify("token")).rejects.toThrow("refused");
    expect(await lookUp(7)).toBe(7);
    await expect(lookUp(11)).rejects.toThrow("slow");
    expect(meter.take()).toEqual({ tokens: 2, tokensVerified: 1, policies: 1, lookUpMilliseconds: [7, 11] });
    expect(meter.take()).toEqual({ tokens: 0, tokensVerified: 0, policies: 0, lookUpMilliseconds: [] });
  });
});
