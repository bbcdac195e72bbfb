/** What the checks found, by severity. */
import type { AccessBundle, BundleFinding, BundleGuardrail } from "@lychgate/cli/bundle";
import type { SEVERITIES, Severity } from "./checks-state.ts";

export interface ShownChecks {
  guardrails: readonly BundleGuardrail[];
  findings: readonly BundleFinding[];
  gaps: readonly Gap[];
  /** Of everything, whichever severity is asked for. */
  counts: Readonly<Record<(typeof SEVERITIES)[number], number>>;
}

export type Gap = NonNullable<AccessBundle["coverage"]>["gaps"][number];

const OUTCOMES = { failed: "bad", undecided: "doubtful", proved: "good" } as const satisfies Record<
  BundleGuardrail["outcome"],
  Severity
>;

const LEVELS = { error: "bad", warning: "doubtful", info: "good" } as const satisfies Record<
  BundleFinding["severity"],
  Severity
>;

/** Not to be tested is no fault yet. */
const OF_GAPS: Severity = "doubtful";

export function shownChecks(
  { guardrails, lint, coverage }: Pick<AccessBundle, "guardrails" | "lint" | "coverage">,
  severity: (typeof SEVERITIES)[number],
): ShownChecks {
  const gaps = coverage?.gaps ?? [];
  const is = (each: Severity) => severity === "all" || severity === each;
  const all = [
    ...guardrails.map(({ outcome }) => OUTCOMES[outcome]),
    ...lint.map((finding) => LEVELS[finding.severity]),
    ...gaps.map(() => OF_GAPS),
  ];
  const countOf = (each: Severity) => all.filter((other) => other === each).length;
  return {
    guardrails: bySeverity(
      guardrails.filter(({ outcome }) => is(OUTCOMES[outcome])),
      ({ outcome }) => OUTCOMES[outcome],
    ),
    findings: bySeverity(
      lint.filter((finding) => is(LEVELS[finding.severity])),
      (finding) => LEVELS[finding.severity],
    ),
    gaps: is(OF_GAPS) ? gaps : [],
    counts: { all: all.length, bad: countOf("bad"), doubtful: countOf("doubtful"), good: countOf("good") },
  };
}

const ORDER: readonly Severity[] = ["bad", "doubtful", "good"];

function bySeverity<T>(checks: readonly T[], severityOf: (check: T) => Severity): T[] {
  return checks.toSorted((a, b) => ORDER.indexOf(severityOf(a)) - ORDER.indexOf(severityOf(b)));
}

/** Rounded down, so that 100% means all; 100% of nothing. */
export function percentText({ covered, total }: { covered: number; total: number }): string {
  return `${total === 0 ? 100 : Math.floor((covered * 1000) / total) / 10}%`;
}
