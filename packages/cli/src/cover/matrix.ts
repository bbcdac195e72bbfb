import type { Reach, ReachLevel } from "@lychgate/evaluation";
import type { Repository } from "../repository.ts";
import { groupReaches } from "./group-reach.ts";

/** Who may do what: a row for each operation of the contract, a column for each group. */
export interface Matrix {
  groups: string[];
  rows: MatrixRow[];
}

export interface MatrixRow {
  method: string;
  route: string;
  cells: MatrixCell[];
}

/** `yes`, `if` and `part` speak of requests without a trailing slash; `no` of every request. */
export interface MatrixCell {
  group: string;
  access: ReachLevel;
  /** In which circumstances, or to what part of the requests. */
  condition?: string;
}

/** Decides every cell. @throws CliError `InvalidPolicies` with the file of a policy of which it cannot be decided */
export function matrixOf(repository: Repository): Matrix {
  const { policies, contract } = repository;
  const reaches = groupReaches(repository);
  const rows = contract.operations.map(({ method, template }, index) => ({
    method,
    route: template,
    cells: reaches.flatMap((ofGroup) => cellOf(ofGroup[index])),
  }));
  return { groups: policies.map(({ compiled }) => compiled.group), rows };
}

function cellOf(reach: Reach | undefined): MatrixCell[] {
  if (!reach) return [];
  const { group, level, condition } = reach;
  return [{ group, access: level, ...(condition ? { condition } : {}) }];
}
