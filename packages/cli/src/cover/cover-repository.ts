import type { Repository } from "../repository.ts";
import { type CoverageReport, coverageReport, type ReportOptions } from "./coverage-report.ts";
import { noticesOf } from "./guardrail-notices.ts";
import { runPolicyTests } from "./policy-test-run.ts";

/**
 * Runs the policy tests of a repository and holds it against what they expect.
 * @returns the report or, where tests fail, what they printed
 * @throws CliError `NotRunning` where vitest is not installed, `InvalidPolicies` for guardrails that are not valid
 */
export async function coverRepository(
  repository: Repository,
  onJudged?: ReportOptions["onJudged"],
): Promise<{ report: CoverageReport } | { output: string }> {
  const run = await runPolicyTests(repository.root, repository.config.policies);
  if (!run.passed) return { output: run.output };
  const notices = noticesOf(repository);
  const report = coverageReport(repository, {
    expectations: run.expectations,
    ...(notices && { notices }),
    ...(onJudged && { onJudged }),
  });
  return { report };
}
