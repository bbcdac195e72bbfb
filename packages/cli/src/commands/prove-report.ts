/** A report of proofs with the place of everything in it: what `lychgate prove` prints as JSON. */
import type { DecidedRequest, GuardrailProof, ProofReport, ResponsibleStatement } from "@lychgate/evaluation";
import { type Decision, formatPath, RULE_NAMES, type RuleName } from "@lychgate/policy";
import type { RepositoryGuardrails } from "../guardrails.ts";
import { lineOfStatement, type Repository } from "../repository.ts";

/** Where something stands, from the root of the repository. */
export interface Place {
  file: string;
  line: number;
}

export interface PlacedReport {
  groups: number;
  /** How many sets of groups were covered: `2^3`. */
  combinations: string;
  guardrails: readonly PlacedProof[];
}

export interface PlacedProof extends Place {
  id: string;
  rule: RuleName | undefined;
  reason: string;
  owner: string;
  outcome: GuardrailProof["outcome"];
  failures: readonly PlacedFailure[];
  /** Groups, routes and circumstances of the guardrail that there are not. */
  findings: readonly PlacedFinding[];
  /** Why there is neither a proof nor a counterexample. */
  why?: string;
}

export interface PlacedFailure {
  groups: readonly string[];
  requests: readonly PlacedRequest[];
}

export interface PlacedRequest {
  method: string;
  path: string;
  context: Readonly<Record<string, string>>;
  decision: Decision;
  statements: readonly PlacedStatement[];
}

export type PlacedStatement = ResponsibleStatement & Partial<Place>;

export interface PlacedFinding extends Place {
  path: string;
  message: string;
}

/** Finds the lines of guardrails and statements. */
export function placedReport(
  report: ProofReport,
  repository: Repository,
  guardrails: RepositoryGuardrails | undefined,
): PlacedReport {
  const { length } = report.groups;
  return {
    groups: length,
    combinations: `2^${length}`,
    guardrails: guardrails
      ? report.proofs.map((proof, index) => placedProof(proof, index, repository, guardrails))
      : [],
  };
}

function placedProof(
  proof: GuardrailProof,
  index: number,
  repository: Repository,
  { file, module }: RepositoryGuardrails,
): PlacedProof {
  const { guardrail } = proof;
  const { id, reason, owner } = guardrail;
  const rule = RULE_NAMES.find((name) => guardrail[name] !== undefined);
  const failures = proof.outcome === "failed" ? proof.failures : [];
  const findings = proof.outcome === "invalid" ? proof.findings : [];
  return {
    ...{ id, rule, reason, owner, file, line: module.lineOf([index]), outcome: proof.outcome },
    failures: failures.map(({ groups, requests }) => ({
      groups,
      requests: requests.map((request) => placedRequest(request, repository)),
    })),
    findings: findings.map(({ path, message }) => ({
      ...{ file, line: module.lineOf([index, ...path]), path: formatPath(path), message },
    })),
    ...(proof.outcome === "undecided" ? { why: proof.why } : {}),
  };
}

function placedRequest(
  { witness: { method, path, context }, decision, statements }: DecidedRequest,
  repository: Repository,
): PlacedRequest {
  const placed = statements.map((statement) => ({ ...statement, ...placeOf(statement, repository) }));
  return { method, path, context, decision, statements: placed };
}

function placeOf({ group, sid }: ResponsibleStatement, { policies }: Repository): Partial<Place> {
  const policy = policies.find(({ compiled }) => compiled.group === group);
  if (!policy || sid === undefined) return {};
  return { file: policy.file, line: lineOfStatement(policy.module, sid) };
}
