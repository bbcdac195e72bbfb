import { conditionFindings } from "./condition-findings.ts";
import type { Finding } from "./finding.ts";
import { type Guardrail, RULE_NAMES, type Scope, type UncheckedGuardrail } from "./guardrail.ts";
import { validate } from "./schema/guardrail.gen.js";
import { findingsOf } from "./schema/schema-findings.ts";
import { invalid, type Validated } from "./validated.ts";

/** A scope of a guardrail, and where it stands in it. */
export interface PlacedScope {
  path: Finding["path"];
  scope: Scope;
}

/**
 * Checks what a module of guardrails exports, but for its routes and groups, which `prove` holds against the
 * contract and the policies.
 */
export function validateGuardrails(value: unknown): Validated<Guardrail[]> {
  if (!validate(value)) return invalid(findingsOf(validate.errors ?? []));
  const ids = value.map(({ id }) => id);
  const findings = value.flatMap((guardrail, index) => [
    ...(ids.indexOf(guardrail.id) < index
      ? [{ path: [index, "id"], message: "another guardrail has the same id" }]
      : []),
    ...guardrailFindings(guardrail, [index]),
  ]);
  if (findings.length > 0) return invalid(findings);
  // INVARIANT: each has exactly one rule, and a separation two sides, which `guardrailFindings` made sure of.
  return { valid: true, value: value as Guardrail[] };
}

function guardrailFindings(guardrail: UncheckedGuardrail, path: Finding["path"]): Finding[] {
  const findings: Finding[] = [];
  const given = RULE_NAMES.filter((name) => guardrail[name] !== undefined);
  if (given.length !== 1) {
    const names = RULE_NAMES.map((name) => `\`${name}\``).join(", ");
    findings.push({ path, message: `expected exactly one of ${names}, got ${given.length}` });
  }
  const sides = guardrail.separate?.between.length ?? 2;
  if (sides !== 2) {
    const message = `expected the two sides that no one user reaches both of, got ${sides}`;
    findings.push({ path: [...path, "separate", "between"], message });
  }
  for (const placed of scopesOf(guardrail)) {
    const { when } = placed.scope;
    if (when) findings.push(...conditionFindings(when, [...path, ...placed.path, "when"]));
  }
  return findings;
}

/** The scopes that a guardrail speaks of. */
export function scopesOf({ never, only, always, separate }: UncheckedGuardrail | Guardrail): PlacedScope[] {
  const rules = [
    ["never", never],
    ["only", only],
    ["always", always],
  ] as const;
  return [
    ...rules.flatMap(([name, scope]) => (scope ? [{ path: [name], scope }] : [])),
    ...(separate?.between ?? []).map((scope, index) => ({ path: ["separate", "between", index], scope })),
  ];
}
