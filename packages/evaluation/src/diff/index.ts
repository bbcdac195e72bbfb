export { type CompareOptions, comparePolicies } from "./compare-policies.ts";
export {
  type ChangeKind,
  type DiffChange,
  type DiffReport,
  type DiffWitness,
  type GroupPolicyVersion,
  letsIn,
  type PolicySet,
} from "./report.ts";
