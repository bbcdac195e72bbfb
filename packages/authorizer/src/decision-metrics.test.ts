import { describe, expect, it } from "vitest";
import { METRICS, metricsOf } from "./decision-metrics.ts";
import { REASONS, type Reason } from "./reasons.ts";

const NONE = { tokens: 0, tokensVerified: 0, policies: 0, lookUpMilliseconds: [] };

const countsOf = (...args: Parameters<typeof metricsOf>) =>
  Object.fromEntries(metricsOf(...args).map(({ name, values }) => [name, values]));

describe("what is counted of a call", () => {
  it.each<[string, Parameters<typeof metricsOf>, object]>([
    ["its reason", ["TokenMissing", NONE, false], { TokenMissing: [1] }],
    ["a fault", ["KeysUnavailable", NONE, false], { KeysUnavailable: [1], Faults: [1] }],
    ["a cold start", ["TokenMissing", NONE, true], { TokenMissing: [1], ColdStarts: [1] }],
    [
      "what was asked for the first time",
      ["Authorized", { tokens: 1, tokensVerified: 1, policies: 1, lookUpMilliseconds: [7] }, false],
      { Authorized: [1], TokensVerified: [1], PolicyLookUps: [1], PolicyLookUpTime: [7] },
    ],
    [
      "what was remembered",
      ["Authorized", { ...NONE, tokens: 1, policies: 1 }, false],
      { Authorized: [1], TokensRemembered: [1], PoliciesRemembered: [1] },
    ],
    [
      "more look-ups than calls",
      ["Authorized", { ...NONE, tokens: 1, policies: 1, lookUpMilliseconds: [7, 0] }, false],
      { Authorized: [1], TokensRemembered: [1], PolicyLookUps: [2], PolicyLookUpTime: [7, 0] },
    ],
  ])("is %s", (_, args, expected) => {
    expect(countsOf(...args)).toEqual(expected);
  });

  it.each(Object.entries(REASONS))("is the reason %s, and a fault where it is one", (reason, { outcome }) => {
    const counts = countsOf(reason as Reason, NONE, false);
    expect(counts).toEqual({ [reason]: [1], ...(outcome === "fault" && { Faults: [1] }) });
  });

  it("has no name twice, for metrics and reasons stand side by side", () => {
    expect(Object.keys(METRICS).filter((name) => Object.hasOwn(REASONS, name))).toEqual([]);
  });
});
