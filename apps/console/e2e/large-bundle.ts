/** A bundle of many groups and operations, the same in every run. What the matrix says of it is made up. */
import type { AccessBundle, BundleMatrixRow } from "@lychgate/cli/bundle";
import type { ReachLevel } from "@lychgate/evaluation";
import { compile, readContract, type UncheckedGroupPolicy } from "@lychgate/policy";
import { largeRepository } from "../../../packages/cli/test/large-repository.ts";

const FILE = "api.json";
const LEVELS: readonly ReachLevel[] = ["no", "no", "no", "yes", "no", "if", "no", "part"];

export function largeBundle(groups: number, operations: number): AccessBundle {
  const files = largeRepository(groups, operations);
  const document: unknown = JSON.parse(files[FILE] ?? "");
  const contract = readContract([{ name: FILE, document }]);
  const modules = Object.entries(files).filter(([name]) => name.startsWith("policies/"));
  const policies = modules.map(([file, source]) => {
    const policy: UncheckedGroupPolicy = JSON.parse(source.replace(/^export default |;\n$/g, ""));
    const { revision, document: compiled } = compile(policy, contract);
    const { group, description } = policy;
    return { group, description, file, source, revision, document: compiled, lines: {} };
  });
  const names = policies.map(({ group }) => group);
  const rows = contract.operations.map(({ method, template, summary, sensitive }, row): BundleMatrixRow => {
    const access = names.map((_, column) => LEVELS[(row * 31 + column * 17) % LEVELS.length] ?? "no");
    const conditional = names.filter((_, column) => access[column] === "if" || access[column] === "part");
    return {
      api: FILE,
      method,
      route: template,
      ...(summary === undefined ? {} : { summary }),
      ...(sensitive ? { sensitive } : {}),
      access,
      conditions: Object.fromEntries(conditional.map((name) => [name, "from 192.0.2.0/24"])),
    };
  });
  return {
    format: 1,
    revision: { name: "large", hash: "ab".repeat(32) },
    apis: [{ file: FILE, document }],
    policies,
    matrix: { groups: names, rows },
    guardrails: [],
    lint: [],
  };
}
