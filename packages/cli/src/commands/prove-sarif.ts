import { type SarifResult, type SarifRule, sarifLog } from "../sarif.ts";
import type { PlacedFailure, PlacedProof, PlacedReport } from "./prove-report.ts";
import { formatFailure } from "./prove-text.ts";

/** A failure stands at the statement that lets a request in or shuts it out, for that is what a change touches. */
export function proveSarif({ guardrails }: PlacedReport): object {
  const rules = guardrails.map(
    ({ id, reason, owner }): SarifRule => ({ id, description: reason, help: `Ask ${owner}.` }),
  );
  return sarifLog("lychgate prove", rules, guardrails.flatMap(sarifResults));
}

function sarifResults(proof: PlacedProof): SarifResult[] {
  const { id, reason, file, line, failures, findings, why } = proof;
  const result = (message: string, place: { file?: string; line?: number }): SarifResult => ({
    ruleId: id,
    level: "error",
    message: `${reason} ${message}`,
    file: place.file ?? file,
    line: place.line ?? line,
  });
  return [
    ...findings.map((finding) => result(`${finding.path}: ${finding.message}`, finding)),
    ...failures.map((failure) => result(formatFailure(failure), placeOfFailure(failure))),
    ...(why === undefined ? [] : [result(`Not proved: ${why}`, {})]),
  ];
}

function placeOfFailure({ requests }: PlacedFailure): { file?: string; line?: number } {
  const [statement] = requests.flatMap(({ statements }) => statements);
  return statement ?? {};
}
