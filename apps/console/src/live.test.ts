import { expect, it } from "vitest";
import { changesText } from "./change-counts.ts";
import { readProblems } from "./live.ts";

it.each([
  [[], "nothing changes in who may do what"],
  [["gained"], "1 gained"],
  [["condition", "gained", "lost", "gained"], "2 gained, 1 lost, 1 under other conditions"],
] as const)("of the changes %j it says `%s`", (kinds, text) => {
  expect(changesText(kinds.map((change) => ({ change })))).toBe(text);
});

it.each([
  [
    '{"problems":[{"file":"a.ts","line":3,"message":"no"},{"file":1}]}',
    [{ file: "a.ts", line: 3, message: "no" }],
  ],
  ['{"problems":{}}', []],
  ["null", []],
  ["<html>", []],
  [undefined, []],
])("reads problems from %j", (data, problems) => {
  expect(readProblems(data)).toEqual(problems);
});
