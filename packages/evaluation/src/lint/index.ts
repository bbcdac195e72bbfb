export type { LintFinding, LintWitness } from "./finding.ts";
export { type ContractDocument, lintContract } from "./lint-contract.ts";
export { lintPolicy, lintPolicyDocument } from "./lint-policy.ts";
export { isSameMeaning } from "./redundancy.ts";
export * from "./rules.ts";
export { type LintSubject, subjectOfPolicy } from "./subject.ts";
