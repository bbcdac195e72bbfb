import { describe, expect, it } from "vitest";
import { parseTemplate } from "../path-template.ts";
import { matches } from "./automaton.ts";
import { routeTokens, wildcardTokens, withTrailingSlash } from "./token.ts";

describe("a wildcard pattern", () => {
  it.each([
    ["GET/pets", "GET/pets", true],
    ["GET/pets", "GET/petS", false],
    ["GET/pets", "GET/pets/", false],
    ["GET/pets/*", "GET/pets/", true],
    ["GET/pets/*", "GET/pets", false],
    ["GET/pets/*", "GET/pets/1/owner", true],
    ["GET/*/owner", "GET/pets/1/owner", true],
    ["*", "", true],
    ["GET/?", "GET/a", true],
    ["GET/?", "GET//", true],
    ["GET/?", "GET/", false],
    ["GET/?", "GET/ab", false],
    ["GET/?", "GET/😀", true],
    ["GET/{petId}", "GET/1", false],
    ["GET/a.c", "GET/abc", false],
  ])("`%s` and the request `%s`: %s", (pattern, request, expected) => {
    expect(matches(wildcardTokens(pattern), request)).toBe(expected);
  });
});

describe("a route", () => {
  it.each([
    ["/", "GET/", true],
    ["/", "GET", false],
    ["/pets", "GET/pets", true],
    ["/pets", "POST/pets", false],
    ["/pets/{petId}", "GET/pets/1", true],
    ["/pets/{petId}", "GET/pets/a%2Fb", true],
    ["/pets/{petId}", "GET/pets/", false],
    ["/pets/{petId}", "GET/pets/1/2", false],
    ["/pets/{petId}/toys", "GET/pets/1/toys", true],
    ["/pets/{petId}/toys", "GET/pets//toys", false],
    ["/files/{path+}", "GET/files/a", true],
    ["/files/{path+}", "GET/files/a/b/c", true],
    ["/files/{path+}", "GET/files/", false],
    ["/files/{path+}", "GET/files", false],
  ])("`GET %s` and the request `%s`: %s", (template, request, expected) => {
    expect(matches(routeTokens("GET", parseTemplate(template)), request)).toBe(expected);
  });

  it.each([
    ["GET/pets", true],
    ["GET/pets/", true],
    ["GET/pets//", false],
  ])("with its trailing slash serves `%s`: %s", (request, expected) => {
    expect(matches(withTrailingSlash(routeTokens("GET", parseTemplate("/pets"))), request)).toBe(expected);
  });
});
