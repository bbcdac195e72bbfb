import type { DecisionEntry } from "@lychgate/gateway";
import { describe, expect, it } from "vitest";
import { recentDecisions } from "./recent-decisions.ts";

function entry(requestId: string): DecisionEntry {
  const decided = { decision: "allowed", sids: ["Read"], authorizer: "hit" } as const;
  return { requestId, method: "GET", resourcePath: "/pets", status: 200, principalId: null, ...decided };
}

describe("the last decisions", () => {
  it("are found by the request's id", () => {
    const decisions = recentDecisions();
    decisions.keep(entry("r1"));
    expect(decisions.find("r1")).toEqual(entry("r1"));
    expect(decisions.find("constructor")).toBeUndefined();
  });

  it("are the last two hundred", () => {
    const decisions = recentDecisions();
    for (let index = 0; index <= 200; index += 1) decisions.keep(entry(`r${index}`));
    expect([0, 1, 200].map((index) => decisions.find(`r${index}`)?.requestId)).toEqual([
      undefined,
      "r1",
      "r200",
    ]);
  });
});
