import { describe, expect, it } from "vitest";
import { diffChange, LOST, NARROWED, WIDENED } from "../../test/diff-change.ts";
import { riskOf, rowsOf } from "./row.ts";

describe("the risk of a change", () => {
  it.each([
    ["sensitive", diffChange({ sensitive: true })],
    ["sensitive", diffChange({ ...WIDENED, sensitive: true })],
    ["gained", diffChange()],
    ["widened", diffChange(WIDENED)],
    ["narrowed", diffChange({ ...NARROWED, sensitive: true })],
    ["lost", diffChange({ ...LOST, sensitive: true })],
  ] as const)("is `%s`", (risk, change) => {
    expect(riskOf(change)).toBe(risk);
  });
});

describe("the rows of a report", () => {
  it("stand in the order of risk, and in the report's order within", () => {
    const changes = [LOST, NARROWED, WIDENED, {}, { sensitive: true } as const].flatMap((kind) => [
      diffChange({ ...kind, group: "a" }),
      diffChange({ ...kind, group: "b" }),
    ]);
    const rows = rowsOf(changes).map(({ change, groups }) => `${riskOf(change)} ${groups.join()}`);
    expect(rows).toEqual(
      ["sensitive", "gained", "widened", "narrowed", "lost"].flatMap((risk) => [`${risk} a`, `${risk} b`]),
    );
  });

  it("say once what a Deny takes from many groups alike", () => {
    const cut = (group: string, more = {}) =>
      diffChange({ ...LOST, with: "quiet", sids: ["Not"], group, ...more });
    const rows = rowsOf([
      cut("a"),
      cut("b"),
      cut("c", { method: "PUT" }),
      cut("d", { sids: ["Never"] }),
      diffChange(LOST),
    ]);
    expect(rows.map(({ groups }) => groups)).toEqual([["a", "b"], ["c"], ["d"], ["readers"]]);
  });
});
