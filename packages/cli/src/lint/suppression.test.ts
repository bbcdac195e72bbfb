import { describe, expect, it } from "vitest";
import { atLine } from "./file-finding.ts";
import { type Comment, suppress } from "./suppression.ts";

const FILE = "policies/readers.ts";
const FINDING = { ...atLine("LY302", FILE, 8, "a route"), lines: [8, 6] };

function alone(line: number, text: string): Comment {
  return { line, text, isAlone: true };
}

/** What is left of the finding, as `LY302 8`. */
function left(...comments: Comment[]): string[] {
  return suppress(FILE, [FINDING], comments).findings.map(({ code, line }) => `${code} ${line}`);
}

describe("a suppression", () => {
  it.each([
    ["before the finding", [alone(7, " lychgate-ignore LY302 kept for the migration")]],
    ["before its statement", [alone(5, " lychgate-ignore LY302-redundant kept")]],
    ["on its line", [{ line: 8, text: "lychgate-ignore LY302 kept", isAlone: false }]],
    ["with other comments between", [alone(6, " lychgate-ignore LY302 kept"), alone(7, " more of it")]],
  ])("%s takes it out", (_, comments) => {
    expect(left(...comments)).toEqual([]);
    expect(suppress(FILE, [FINDING], comments).suppressed).toBe(1);
  });

  it.each([
    ["of another rule", alone(7, " lychgate-ignore LY301 kept"), ["LY302 8", "LY902 7"]],
    ["at another line", alone(2, " lychgate-ignore LY302 kept"), ["LY302 8", "LY902 2"]],
    ["without a reason", alone(7, " lychgate-ignore LY302 "), ["LY302 8", "LY903 7"]],
    ["without a code", alone(7, " lychgate-ignore"), ["LY302 8", "LY903 7"]],
    ["of an unknown code", alone(7, " lychgate-ignore LY999 kept"), ["LY302 8", "LY903 7"]],
    [
      "of a code with another's name",
      alone(7, " lychgate-ignore LY302-shadowed kept"),
      ["LY302 8", "LY903 7"],
    ],
    [
      "of what is no JavaScript object's own",
      alone(7, " lychgate-ignore const kept"),
      ["LY302 8", "LY903 7"],
    ],
    ["of suppressions", alone(7, " lychgate-ignore LY902 kept"), ["LY302 8", "LY903 7"]],
    ["in other words", alone(7, " see lychgate-ignore LY302 kept"), ["LY302 8"]],
  ])("%s leaves it, and is a finding where it is one", (_, comment, codes) => {
    expect(left(comment)).toEqual(codes);
  });

  it("is not called unused where nothing could be judged", () => {
    const undecided = atLine("LY901", FILE, 3, "a variable");
    const { findings } = suppress(FILE, [undecided], [alone(7, " lychgate-ignore LY302 kept")]);
    expect(findings).toEqual([undecided]);
  });
});
