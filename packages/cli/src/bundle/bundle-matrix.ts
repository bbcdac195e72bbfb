import { type Matrix, matrixOf } from "../cover/matrix.ts";
import type { Repository } from "../repository.ts";
import type { BundleMatrix, BundleMatrixRow } from "./access-bundle.ts";
import type { ReadApi } from "./bundle-apis.ts";

/** The matrix, with what the contracts say of each operation. */
export function bundleMatrix(repository: Repository, apis: readonly ReadApi[]): BundleMatrix {
  const { groups, rows } = matrixOf(repository);
  const operations = apis.flatMap((api) => api.operations.map((operation) => ({ api: api.file, operation })));
  return {
    groups,
    rows: operations.map(({ api, operation }, index): BundleMatrixRow => {
      const { method, template, summary, sensitive } = operation;
      const about = { ...(summary !== undefined && { summary }), ...(sensitive && { sensitive }) };
      return { api, method, route: template, ...about, ...accessOf(rows[index]?.cells ?? [], groups) };
    }),
  };
}

function accessOf(
  cells: Matrix["rows"][number]["cells"],
  groups: readonly string[],
): Pick<BundleMatrixRow, "access" | "conditions"> {
  const byGroup = new Map(cells.map((cell) => [cell.group, cell]));
  const conditions = cells.flatMap(({ group, condition }) =>
    condition ? [[group, condition] as const] : [],
  );
  return {
    access: groups.map((group) => byGroup.get(group)?.access ?? "no"),
    conditions: Object.fromEntries(conditions),
  };
}
