/** What the checks say of the policies: guardrails, linter, tests. */
import { codeName, LINT_RULES } from "@lychgate/evaluation";
import type { PlacedFailure, PlacedProof } from "../commands/prove-report.ts";
import { proveRepository } from "../commands/prove-repository.ts";
import { formatFailure, reasonsOf } from "../commands/prove-text.ts";
import type { CoverageReport } from "../cover/coverage-report.ts";
import { changeText } from "../cover/coverage-text.ts";
import { CliError } from "../errors.ts";
import type { PlacedFinding } from "../lint/file-finding.ts";
import { lintRepository } from "../lint/lint-repository.ts";
import { formatProblem } from "../repository.ts";
import type { Source } from "../source.ts";
import type { BundleCoverage, BundleFinding, BundleGuardrail, BundleRequest } from "./access-bundle.ts";

/** @throws CliError `InvalidPolicies` for guardrails that are not valid */
export function bundleGuardrails(source: Source): BundleGuardrail[] {
  const proofs = proveRepository(source);
  if ("report" in proofs) return proofs.report.guardrails.map(guardrailOf);
  throw new CliError("InvalidPolicies", proofs.problems.map(formatProblem).join("\n"));
}

function guardrailOf(proof: PlacedProof): BundleGuardrail {
  const { id, rule, reason, owner, file, line, outcome } = proof;
  const others = reasonsOf({ ...proof, failures: [] });
  return {
    ...{ id, rule: rule ?? "", reason, owner, file, line },
    outcome: outcome === "invalid" ? "failed" : outcome,
    failures: [...proof.failures.map(failureOf), ...others.map((text) => ({ text }))],
  };
}

/** Of a failure with two requests, the first. */
function failureOf(failure: PlacedFailure): { text: string; request?: BundleRequest } {
  const [request] = failure.requests;
  const text = formatFailure(failure);
  return request ? { text, request: requestOf(failure.groups, request) } : { text };
}

const SEVERITIES = { error: "error", warning: "warning", note: "info" } as const;

export function bundleFindings(source: Source): BundleFinding[] {
  return lintRepository(source).findings.map(findingOf);
}

function findingOf({ code, level, sid, message, file, line, group, witness }: PlacedFinding): BundleFinding {
  return {
    rule: codeName(code),
    severity: SEVERITIES[level],
    message: sid === undefined ? message : `\`${sid}\`: ${message}`,
    fix: LINT_RULES[code].fix,
    file,
    line,
    ...(group !== undefined && { group }),
    // Without a group there is nobody to ask about.
    ...(group !== undefined && witness && { request: requestOf([group], witness) }),
  };
}

function requestOf(
  groups: readonly string[],
  { method, path, context }: Omit<BundleRequest, "groups">,
): BundleRequest {
  return { groups, method, path, context };
}

export function bundleCoverage({ routes, statements, mutation }: CoverageReport): BundleCoverage {
  const unreached = routes.operations.filter(({ groups }) => groups.length === 0);
  const idle = statements.all.filter(({ exercised }) => !exercised);
  const survivors = mutation.mutants.filter(({ outcome }) => outcome === "survived");
  return {
    routes: { covered: routes.covered, total: routes.total },
    statements: { covered: statements.covered, total: statements.total },
    mutations: { covered: mutation.covered, total: mutation.total },
    gaps: [
      ...unreached.map(({ route }) => ({ text: `no group reaches ${route}` })),
      ...idle.map(({ effect, sid, file, line }) => ({
        text: `no policy test uses ${effect} ${sid}`,
        file,
        line,
      })),
      ...survivors.map((mutant) => ({
        text: `nothing would notice ${mutant.sid}: ${changeText(mutant)}`,
        file: mutant.file,
        line: mutant.line,
      })),
    ],
  };
}
