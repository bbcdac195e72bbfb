import { describe, expect, it } from "vitest";
import { canonicalPath, canonicalQuery, canonicalRequest } from "./canonical-request.ts";

describe("the canonical path", () => {
  it.each([
    ["/", "/"],
    ["", "/"],
    ["/dev/pets", "/dev/pets"],
    ["/dev/pets/", "/dev/pets/"],
    ["/dev//pets", "/dev/pets"],
    ["/dev/./pets", "/dev/pets"],
    ["/dev/x/../pets", "/dev/pets"],
    ["/../../dev", "/dev"],
    ["/dev/a%2Fb", "/dev/a%252Fb"],
    ["/dev/%E1%88%B4", "/dev/%25E1%2588%25B4"],
    ["/dev/a!b*c(d)e'f", "/dev/a%21b%2Ac%28d%29e%27f"],
    ["/dev/a~b-c_d.e", "/dev/a~b-c_d.e"],
  ])("of `%s` is `%s`", (rawPath, canonical) => {
    expect(canonicalPath(rawPath)).toBe(canonical);
  });
});

describe("the canonical query", () => {
  it.each<[string, [string, string][], string]>([
    ["nothing", [], ""],
    [
      "names in order",
      [
        ["b", "1"],
        ["a", "2"],
        ["A", "3"],
      ],
      "A=3&a=2&b=1",
    ],
    [
      "values of one name in order",
      [
        ["a", "2"],
        ["a", "10"],
      ],
      "a=10&a=2",
    ],
    [
      "names before what is longer",
      [
        ["a-b", "1"],
        ["a", "2"],
      ],
      "a=2&a-b=1",
    ],
    ["encoded text", [["a b", "c&d=é"]], "a%20b=c%26d%3D%C3%A9"],
  ])("has %s", (_, query, canonical) => {
    expect(canonicalQuery(query)).toBe(canonical);
  });
});

describe("a canonical request", () => {
  it("keeps the bytes of a header that is not ASCII", () => {
    const utf8 = Buffer.from("caf\u00e9").toString("latin1");
    const canonical = canonicalRequest({
      method: "GET",
      rawPath: "/",
      query: [],
      headers: [["X-A", utf8]],
      signedHeaders: ["x-a"],
      payloadHash: "hash",
    });
    expect(Buffer.from(canonical, "latin1").toString()).toBe("GET\n/\n\nx-a:caf\u00e9\n\nx-a\nhash");
  });
});
