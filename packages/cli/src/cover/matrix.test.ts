import { describe, expect, it } from "vitest";
import { createRepository, policyModule } from "../../test/temp-repository.ts";
import { loadRepository } from "../repository.ts";
import { type Matrix, matrixOf } from "./matrix.ts";
import { matrixCsv } from "./matrix-csv.ts";
import { matrixMarkdown } from "./matrix-markdown.ts";

const MATRIX: Matrix = {
  groups: ["=1+1", "readers"],
  rows: [
    {
      method: "GET",
      route: "/things",
      cells: [
        { group: "=1+1", access: "if", condition: 'StringLike aws:UserAgent a|b, "*"' },
        { group: "readers", access: "yes" },
      ],
    },
    {
      method: "PUT",
      route: "/things",
      cells: [
        { group: "=1+1", access: "part", condition: "from 192.0.2.0/24" },
        { group: "readers", access: "if", condition: 'StringLike aws:UserAgent a|b, "*"' },
      ],
    },
  ],
};

describe("a matrix", () => {
  it("has a row for each operation and a cell for each group", () => {
    const { root } = createRepository({ "policies/deleters.ts": policyModule("deleters", ["DELETE /**"]) });
    const if_ = { group: "readers", access: "if", condition: "from 192.0.2.0/24" };
    expect(matrixOf(loadRepository(root))).toEqual({
      groups: ["deleters", "readers"],
      rows: [
        row("GET", "/things", { group: "deleters", access: "no" }, { group: "readers", access: "yes" }),
        row(
          "DELETE",
          "/things/{thingId}",
          { group: "deleters", access: "yes" },
          { group: "readers", access: "no" },
        ),
        row("GET", "/things/{thingId}", { group: "deleters", access: "no" }, if_),
      ],
    });
  });

  it("is a table with its conditions below, each once", () => {
    expect(matrixMarkdown(MATRIX).split("\n")).toEqual([
      "|  | `=1+1` | `readers` |",
      "| --- | --- | --- |",
      "| `GET /things` | if (1) | yes |",
      "| `PUT /things` | part (2) | if (1) |",
      "",
      '(1) StringLike aws:UserAgent a\\|b, "\\*"\\',
      "(2) from 192.0.2.0/24",
    ]);
  });

  it("is comma-separated, with quotes where they are needed and no formula", () => {
    expect(matrixCsv(MATRIX).split("\r\n")).toEqual([
      "method,route,'=1+1,readers",
      'GET,/things,"if: StringLike aws:UserAgent a|b, ""*""",yes',
      'PUT,/things,part: from 192.0.2.0/24,"if: StringLike aws:UserAgent a|b, ""*"""',
      "",
    ]);
  });
});

function row(method: string, route: string, ...cells: readonly object[]) {
  return { method, route, cells };
}
