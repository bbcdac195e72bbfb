import { describe, expect, it } from "vitest";
import { PolicyError } from "./errors.ts";
import { compareSpecificity, isHttpMethod, parseTemplate } from "./path-template.ts";

describe("a path template", () => {
  it.each([
    ["/", []],
    ["/pets", [{ kind: "static", text: "pets" }]],
    [
      "/pets/{petId}",
      [
        { kind: "static", text: "pets" },
        { kind: "parameter", name: "petId" },
      ],
    ],
    [
      "/files/{proxy+}",
      [
        { kind: "static", text: "files" },
        { kind: "greedy", name: "proxy" },
      ],
    ],
    ["/a%20b", [{ kind: "static", text: "a%20b" }]],
  ])("`%s` is split into its segments", (template, segments) => {
    expect(parseTemplate(template)).toEqual(segments);
  });

  it.each([
    ["", "path template ``: it does not begin with `/`"],
    ["pets", "path template `pets`: it does not begin with `/`"],
    ["/pets/", "path template `/pets/`: `` is neither literal text nor one parameter"],
    ["//pets", "path template `//pets`: `` is neither literal text nor one parameter"],
    ["/{id", "path template `/{id`: `{id` is neither literal text nor one parameter"],
    ["/{}", "path template `/{}`: `{}` is neither literal text nor one parameter"],
    ["/v{id}", "path template `/v{id}`: `v{id}` is neither literal text nor one parameter"],
    ["/*", "path template `/*`: `*` is neither literal text nor one parameter"],
    ["/a?b", "path template `/a?b`: `a?b` is neither literal text nor one parameter"],
    ["/{proxy+}/a", "path template `/{proxy+}/a`: a greedy parameter has to be the last segment"],
  ])("`%s` is refused", (template, message) => {
    expect(() => parseTemplate(template)).toThrow(new PolicyError("InvalidTemplate", message));
  });
});

describe("specificity", () => {
  it("puts literal text before a parameter before a greedy parameter, segment by segment", () => {
    const templates = ["/{proxy+}", "/{a}/b", "/a/{p+}", "/{a}/{b}", "/a/{b}", "/a/b"];
    const sorted = templates.toSorted((a, b) => compareSpecificity(parseTemplate(a), parseTemplate(b)));
    expect(sorted).toEqual(["/a/b", "/a/{b}", "/a/{p+}", "/{a}/b", "/{a}/{b}", "/{proxy+}"]);
  });

  it.each([
    ["/a", "/a/b"],
    ["/", "/a"],
  ])("puts `%s` before `%s`, which is longer", (first, second) => {
    expect(compareSpecificity(parseTemplate(first), parseTemplate(second))).toBeLessThan(0);
    expect(compareSpecificity(parseTemplate(second), parseTemplate(first))).toBeGreaterThan(0);
  });

  it("does not look at the names of parameters or the text of segments", () => {
    expect(compareSpecificity(parseTemplate("/a/{x}"), parseTemplate("/b/{y}"))).toBe(0);
  });
});

describe("a verb", () => {
  it.each([
    ["GET", true],
    ["HEAD", true],
    ["get", false],
    ["ANY", false],
    ["TRACE", false],
    ["constructor", false],
  ])("`%s` is one that a REST API can serve: %s", (text, expected) => {
    expect(isHttpMethod(text)).toBe(expected);
  });
});
