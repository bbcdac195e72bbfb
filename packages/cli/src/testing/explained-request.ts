import { boundDocument, type EvaluationRequest, explain, prepare } from "@lychgate/evaluation";
import { bindingOf, nameOfOperation, operationServing } from "@lychgate/policy";
import { CliError } from "../errors.ts";
import { formatExplanation } from "../explanation.ts";
import type { RepositoryPolicy } from "../repository.ts";
import { groupNames, type Member } from "./member.ts";

/** A request, and how messages call it. */
export interface AskedRequest {
  method: string;
  path: string;
  request: EvaluationRequest;
}

/** Decides a request of a user, and says why: for each group what its own policy says. */
export function explainRequest(
  member: Member,
  asked: AskedRequest,
): { isAllowed: boolean; explanation: string } {
  const { policies } = member;
  const merged = explainPolicies(policies, asked);
  const isAllowed = merged.decision === "allowed";
  const each = policies.map((policy) => explanationOf(policy, member, asked));
  const together = `${groupNames(member).join(" and ")} together: ${isAllowed ? "allowed" : "denied"}`;
  return { isAllowed, explanation: [...(policies.length > 1 ? [together] : []), ...each].join("\n") };
}

function explainPolicies(policies: readonly RepositoryPolicy[], { request }: AskedRequest) {
  const binding = bindingOf(request.methodArn);
  if (!binding) throw new CliError("Usage", "expected a request to an API and a stage");
  const documents = policies.map(({ compiled }) => compiled.document);
  return explain(prepare([boundDocument(documents, binding)]), request);
}

function explanationOf(policy: RepositoryPolicy, { repository }: Member, asked: AskedRequest): string {
  const { method, path } = asked;
  const served = operationServing(repository.contract, `${method}${path}`);
  const operation = served && nameOfOperation(served);
  return formatExplanation(explainPolicies([policy], asked), { policy, method, path, operation });
}

/** Where a request comes from and when, as far as it matters: `from 203.0.113.10, at 2026-11-03T10:15:30Z`. */
export function circumstancesText(context: EvaluationRequest["context"] = {}): string {
  const parts = CIRCUMSTANCES.flatMap(([key, word]) =>
    context[key] === undefined ? [] : [`${word} ${context[key]}`],
  );
  return parts.join(", ");
}

const CIRCUMSTANCES = [
  ["aws:SourceIp", "from"],
  ["aws:SourceVpc", "from"],
  ["aws:SourceVpce", "through"],
  ["aws:CurrentTime", "at"],
  ["aws:UserAgent", "with the User-Agent"],
  ["aws:Referer", "with the Referer"],
] as const;
