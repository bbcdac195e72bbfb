import { type Notices, prove } from "@lychgate/evaluation";
import { CliError } from "../errors.ts";
import { inspectGuardrails } from "../guardrails.ts";
import { formatProblem, type Repository } from "../repository.ts";
import { folderSource } from "../source.ts";

/**
 * What the guardrails of a repository notice; `undefined` when there are none. One that the policies break
 * as they are says nothing about a change and is passed over.
 * @throws CliError `InvalidPolicies` for guardrails that are not valid
 */
export function noticesOf({ root, config, contract, policies }: Repository): Notices | undefined {
  const inspected = inspectGuardrails(folderSource(root), config.policies);
  if ("problems" in inspected) {
    if (inspected.problems.length === 0) return undefined;
    throw new CliError("InvalidPolicies", inspected.problems.map(formatProblem).join("\n"));
  }
  const compiled = policies.map((policy) => policy.compiled);
  const { proofs } = prove(inspected.found.guardrails, compiled, contract);
  const proved = proofs.filter(({ outcome }) => outcome === "proved").map(({ guardrail }) => guardrail);
  return (changed) =>
    prove(proved, changed, contract).proofs.find(({ outcome }) => outcome !== "proved")?.guardrail.id;
}
