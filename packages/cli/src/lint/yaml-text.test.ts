import { describe, expect, it } from "vitest";
import { commentsOfYaml, readYamlText } from "./yaml-text.ts";

const YAML = `# head
openapi: 3.0.3
x: &shared
  deep: 1
paths:
  /a: # beside
    get: {}
  "/b": *shared
  /c:
    - one
    - two # 2
text: |
  # no comment
  more
plain: a#b
quoted: "# none"
  # indented
`;

describe("the lines of YAML", () => {
  const { value, lineOf } = readYamlText(YAML);

  it.each([
    [["paths"], 5],
    [["paths", "/a", "get"], 7],
    [["paths", "/b", "deep"], 4],
    [["paths", "/c", 1], 11],
    [["paths", "/a", "put"], 6],
    [["nothing"], 1],
  ])("has %j at %i", (path, line) => {
    expect(lineOf(path)).toBe(line);
  });

  it("comes with the value", () => {
    expect(value).toMatchObject({ paths: { "/b": { deep: 1 }, "/c": ["one", "two"] } });
  });

  it("are those of JSON too", () => {
    expect(readYamlText('{\n "a": [\n  1,\n  2 ] }').lineOf(["a", 1])).toBe(4);
  });

  it("are refused where it is none", () => {
    expect(() => readYamlText("a: [")).toThrow();
  });
});

describe("the comments of YAML", () => {
  it("are told from text that looks like one", () => {
    expect(commentsOfYaml(YAML)).toEqual([
      { line: 1, text: " head", isAlone: true },
      { line: 6, text: " beside", isAlone: false },
      { line: 11, text: " 2", isAlone: false },
      { line: 17, text: " indented", isAlone: true },
    ]);
  });
});
