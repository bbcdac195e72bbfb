import { prove } from "@lychgate/evaluation";
import { inspectGuardrails } from "../guardrails.ts";
import { loadRepository, type Problem } from "../repository.ts";
import { folderSource, type Source } from "../source.ts";
import { type PlacedReport, placedReport } from "./prove-report.ts";

/**
 * Proves the guardrails of a repository, or says what keeps them from being read.
 * @param from a folder of the repository, or where its files come from
 * @throws CliError for what is wrong with the policies; PolicyError `InvalidContract`, `InvalidModule`
 */
export function proveRepository(
  from: string | Source,
): { report: PlacedReport } | { problems: readonly Problem[] } {
  const source = typeof from === "string" ? folderSource(from) : from;
  const repository = loadRepository(source);
  const inspected = inspectGuardrails(source, repository.config.policies);
  if ("problems" in inspected && inspected.problems.length > 0) return inspected;
  const found = "found" in inspected ? inspected.found : undefined;
  const policies = repository.policies.map(({ compiled }) => compiled);
  const report = prove(found?.guardrails ?? [], policies, repository.contract);
  return { report: placedReport(report, repository, found) };
}
