import type { BundleFinding, BundleGuardrail } from "@lychgate/cli/bundle";
import { expect, it } from "vitest";
import { percentText, shownChecks } from "./shown-checks.ts";

const guardrail = (id: string, outcome: BundleGuardrail["outcome"]): BundleGuardrail => ({
  id,
  rule: "never",
  reason: "",
  owner: "",
  file: "policies/guardrails.ts",
  line: 1,
  outcome,
  failures: [],
});

const finding = (rule: string, severity: BundleFinding["severity"]): BundleFinding => ({
  rule,
  severity,
  message: "",
  fix: "",
  file: "a.ts",
  line: 1,
});

const share = { covered: 1, total: 2 };

const CHECKS = {
  guardrails: [guardrail("A", "proved"), guardrail("B", "undecided"), guardrail("C", "failed")],
  lint: [finding("x", "info"), finding("y", "error"), finding("z", "warning")],
  coverage: { routes: share, statements: share, mutations: share, gaps: [{ text: "no test uses it" }] },
};

it.each([
  ["all", ["C", "B", "A"], ["y", "z", "x"], 1],
  ["bad", ["C"], ["y"], 0],
  ["doubtful", ["B"], ["z"], 1],
  ["good", ["A"], ["x"], 0],
] as const)("of %s it shows the worst first", (severity, guardrails, findings, gaps) => {
  const shown = shownChecks(CHECKS, severity);
  expect(shown.guardrails.map(({ id }) => id)).toEqual(guardrails);
  expect(shown.findings.map(({ rule }) => rule)).toEqual(findings);
  expect(shown.gaps).toHaveLength(gaps);
  expect(shown.counts).toEqual({ all: 7, bad: 2, doubtful: 3, good: 2 });
});

it("has nothing to show of a bundle without checks", () => {
  expect(shownChecks({ guardrails: [], lint: [] }, "all").counts).toEqual({
    all: 0,
    bad: 0,
    doubtful: 0,
    good: 0,
  });
});

it.each([
  [0, 0, "100%"],
  [1, 3, "33.3%"],
  [999, 1000, "99.9%"],
  [9999, 10000, "99.9%"],
  [7, 7, "100%"],
])("%i of %i is %s", (covered, total, text) => {
  expect(percentText({ covered, total })).toBe(text);
});
