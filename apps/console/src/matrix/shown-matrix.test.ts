import { describe, expect, it } from "vitest";
import { SAMPLE_BUNDLE } from "../../test/sample-bundle.ts";
import { accessText, cellName } from "./cell-words.ts";
import { MATRIX, type MatrixState } from "./matrix-state.ts";
import { shownMatrix } from "./shown-matrix.ts";

function shown(filter: Partial<MatrixState>) {
  const { groups, operations, lines, counts } = shownMatrix(SAMPLE_BUNDLE.matrix, {
    ...MATRIX.usual,
    ...filter,
  });
  return {
    groups: groups.map(({ name }) => name),
    operations: operations.map(({ method, route }) => `${method} ${route}`),
    lines,
    counts,
  };
}

const ALL_GROUPS = ["owners", "vets", "suspended", "admins", "temps"];

describe("what is shown of a matrix", () => {
  it("is all of it without a filter", () => {
    const { groups, operations, counts } = shown({});
    expect(groups).toEqual(ALL_GROUPS);
    expect(operations).toHaveLength(6);
    expect(counts).toEqual({ yes: 9, if: 7, part: 0, no: 14 });
  });

  it.each([
    [{ q: "delete" }, ALL_GROUPS, ["DELETE /pets/{petId}"]],
    [{ q: "NOTES read" }, ALL_GROUPS, ["GET /pets/{petId}/notes"]],
    [{ g: "s us" }, ["suspended"], 6],
    [{ sensitive: true }, ALL_GROUPS, ["DELETE /pets/{petId}"]],
    [{ level: ["if"], g: "temps" }, ["temps"], ["GET /pets/{petId}"]],
    [{ level: ["yes"], q: "notes" }, ["admins"], ["GET /pets/{petId}/notes"]],
    [{ level: ["part"] }, [], []],
    [{ q: "cats" }, ALL_GROUPS, []],
  ])("is what fits %j", (filter, groups, operations) => {
    const result = shown(filter);
    expect(result.groups).toEqual(groups);
    if (typeof operations === "number") expect(result.operations).toHaveLength(operations);
    else expect(result.operations).toEqual(operations);
  });

  it("counts every level, whichever is asked for", () => {
    expect(shown({ level: ["if"], q: "notes" }).counts).toEqual({ yes: 1, if: 1, part: 0, no: 3 });
  });

  it("heads the operations of a path", () => {
    const lines = shown({ q: "pets/{petId}" }).lines.map((line) =>
      line.kind === "path" ? line.route : `${line.operation} ${line.row.method}`,
    );
    expect(lines).toEqual(["/pets/{petId}", "0 DELETE", "1 GET", "/pets/{petId}/notes", "2 GET"]);
  });
});

it("names a cell for those who do not see it", () => {
  const { groups, operations } = shownMatrix(SAMPLE_BUNDLE.matrix, { ...MATRIX.usual, q: "delete" });
  const [row] = operations;
  const names = row ? groups.map((group) => cellName(row, group)) : [];
  expect(names.slice(0, 2)).toEqual([
    "owners, DELETE /pets/{petId}: denied",
    "vets, DELETE /pets/{petId}: conditional, from 192.0.2.0/24",
  ]);
  expect(row && accessText(row, { name: "constructor", place: 99 })).toBe("denied");
});
