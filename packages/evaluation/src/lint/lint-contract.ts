import { readContract } from "@lychgate/policy";
import { methodsOf } from "./api-description.ts";
import { cacheFindings } from "./authorizer-rules.ts";
import type { GroupDocument } from "./contract-question.ts";
import { decided } from "./decided.ts";
import type { LintFinding } from "./finding.ts";
import { fallThroughFindings, preflightFindings } from "./method-rules.ts";
import { resourcePolicyFindings } from "./resource-policy.ts";

/** An OpenAPI document as it was parsed, and the name to call it in messages. */
export interface ContractDocument {
  name: string;
  document: unknown;
}

/**
 * Everything that the rules have to say about a contract, beside the policies of the groups.
 * @throws PolicyError `InvalidContract`
 */
export function lintContract(
  { name, document }: ContractDocument,
  groups: readonly GroupDocument[],
): LintFinding[] {
  const contract = readContract([{ name, document }]);
  const methods = methodsOf(document);
  return [
    ...decided(["paths"], () => fallThroughFindings(contract, methods, groups)),
    ...preflightFindings(methods),
    ...decided(["x-amazon-apigateway-policy"], () =>
      resourcePolicyFindings(document, contract, methods, groups),
    ),
    ...cacheFindings(document),
  ];
}
