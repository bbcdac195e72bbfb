import { mentionsClaim } from "./claim.ts";
import { conditionFindings } from "./condition-findings.ts";
import { EXPIRY_SID } from "./expiry.ts";
import type { Finding } from "./finding.ts";
import type { UncheckedGroupPolicy, UncheckedStatement } from "./group-policy.ts";
import { isGuardSid } from "./guard.ts";
import { validate } from "./schema/group-policy.gen.js";
import { findingsOf } from "./schema/schema-findings.ts";
import { resourceFindings } from "./validate-document.ts";
import { invalid, type Validated } from "./validated.ts";

/** Checks what a policy module exports, but for its routes, which `compile` holds against the contract. */
export function validateGroupPolicy(value: unknown): Validated<UncheckedGroupPolicy> {
  if (!validate(value)) return invalid(findingsOf(validate.errors ?? []));
  const findings = [
    ...value.statements.flatMap((statement, index) =>
      groupStatementFindings(statement, ["statements", index]),
    ),
    ...duplicates(value.statements.map(({ sid }) => sid)).map(
      (index): Finding => ({
        path: ["statements", index, "sid"],
        message: "another statement has the same sid",
      }),
    ),
  ];
  return findings.length === 0 ? { valid: true, value } : invalid(findings);
}

function groupStatementFindings(statement: UncheckedStatement, path: Finding["path"]): Finding[] {
  const { sid, effect, routes, resources, condition } = statement;
  const findings: Finding[] = [];
  if ((routes === undefined) === (resources === undefined)) {
    findings.push({ path, message: "expected either `routes` or `resources`" });
  }
  if (isGuardSid(sid))
    findings.push({ path: [...path, "sid"], message: "has the ending of the compiler's own guards" });
  if (sid === EXPIRY_SID)
    findings.push({ path: [...path, "sid"], message: "is the Sid of what ends a result with its token" });
  for (const [index, resource] of (resources ?? []).entries()) {
    findings.push(...resourceFindings(resource, [...path, "resources", index]));
    if (mentionsClaim(resource))
      findings.push({
        path: [...path, "resources", index],
        message: "expected a route where a claim is named",
      });
  }
  for (const [index, route] of (routes ?? []).entries()) {
    if (effect === "Deny" && route.includes("{claim:")) {
      const message = "a Deny cannot name a claim, for it would vanish where the claim is missing";
      findings.push({ path: [...path, "routes", index], message });
    }
  }
  if (condition) findings.push(...conditionFindings(condition, [...path, "condition"]));
  return findings;
}

/** The indexes of texts that stand earlier in the list too. */
function duplicates(texts: readonly string[]): number[] {
  return texts.flatMap((text, index) => (texts.indexOf(text) < index ? [index] : []));
}
