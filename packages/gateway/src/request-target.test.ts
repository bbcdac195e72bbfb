import { describe, expect, it } from "vitest";
import { parseTarget } from "./request-target.ts";

describe("the path", () => {
  it.each([
    ["/dev", "dev", "/"],
    ["/dev/", "dev", "/"],
    ["/dev/pets", "dev", "/pets"],
    ["/dev/pets/", "dev", "/pets/"],
    ["//dev/pets", "dev", "/pets"],
    ["/dev//pets", "dev", "/pets"],
    ["/dev/pets//1", "dev", "/pets//1"],
    ["/dev/a%2Fb%20c", "dev", "/a%2Fb%20c"],
    ["/", "", "/"],
    ["//", "", "/"],
    ["/d%65v/pets", "d%65v", "/pets"],
  ])("%s is stage `%s` and path `%s`", (rawPath, stage, path) => {
    expect(parseTarget(rawPath, "")).toEqual({ stage, path, query: [] });
  });

  it.each([
    ["is not absolute", "dev/pets"],
    ["is a URL", "http://localhost/dev/pets"],
    ["is a star", "*"],
    ["has a control character", "/dev/a\u0000b"],
    ["has a line break", "/dev/a\r\nb"],
    ["has a space", "/dev/a b"],
    ["has a character beyond ASCII", "/dev/caf\u00e9"],
    ["has half an escape", "/dev/%4"],
    ["has an escape that is not hexadecimal", "/dev/%zz"],
    ["has escapes that are not UTF-8", "/dev/%ff"],
  ])("is refused when it %s", (_, rawPath) => {
    expect(parseTarget(rawPath, "")).toBeUndefined();
  });
});

describe("the query string", () => {
  it.each([
    ["", []],
    [
      "a=1&a=2",
      [
        ["a", "1"],
        ["a", "2"],
      ],
    ],
    [
      "a=1;b=2",
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    ["a", [["a", ""]]],
    ["a=b=c", [["a", "b=c"]]],
    ["&&a=1&", [["a", "1"]]],
    ["a%20b=c+d%2B", [["a b", "c d+"]]],
    ["__proto__=x", [["__proto__", "x"]]],
  ])("%s", (rawQuery, query) => {
    expect(parseTarget("/dev", rawQuery)?.query).toEqual(query);
  });

  it.each([
    ["a bare pipe", "a=b|c"],
    ["half an escape", "a=%"],
    ["a control character", "a=\u0007"],
    ["escapes that are not UTF-8", "%c3%28=1"],
  ])("is refused when it has %s", (_, rawQuery) => {
    expect(parseTarget("/dev", rawQuery)).toBeUndefined();
  });
});
