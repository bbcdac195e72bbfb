import { describe, expect, it } from "vitest";
import { contractOf } from "../test/contract-of.ts";
import { nameOfOperation } from "./contract.ts";
import { PolicyError } from "./errors.ts";
import { HTTP_METHODS } from "./path-template.ts";
import { names, parseRoute, routesOf, suggestionFor } from "./route.ts";

const PETS = contractOf(
  "GET /",
  "GET /pets",
  "POST /pets",
  "GET /pets/mine",
  "GET /pets/{petId}",
  "GET /pets/{petId}/toys",
  "GET /files/{path+}",
);

describe("a route", () => {
  it.each([
    ["GET /", ["GET"], [], false],
    ["GET /pets", ["GET"], ["pets"], false],
    ["ANY /pets", HTTP_METHODS, ["pets"], false],
    ["GET /pets/{petId}", ["GET"], ["pets", "*"], false],
    ["GET /pets/*", ["GET"], ["pets", "*"], false],
    ["GET /pets/**", ["GET"], ["pets"], true],
    ["GET /**", ["GET"], [], true],
    ["GET /files/{path+}", ["GET"], ["files"], true],
  ])("`%s` is read", (text, methods, segments, below) => {
    expect(parseRoute(text)).toEqual({ text, methods, segments, below });
  });

  const SHAPE = "expected a verb or `ANY`, a space and a path, as in `GET /petstore/v1/pets`";

  it.each([
    ["", SHAPE],
    ["/pets", SHAPE],
    ["GET", SHAPE],
    ["GET pets", SHAPE],
    ["get /pets", SHAPE],
    ["* /pets", SHAPE],
    ["GET  /pets", SHAPE],
    ["GET /pets x", SHAPE],
    ["GET /pets/", "it has an empty segment"],
    ["GET //pets", "it has an empty segment"],
    ["GET /**/toys", "`**` can only be the last segment"],
    ["GET /pets/v*", "`v*` mixes literal text with a wildcard"],
    ["GET /pets/{petId}s", "`{petId}s` mixes literal text with a wildcard"],
    ["GET /pets/?", "`?` mixes literal text with a wildcard"],
  ])("`%s` is refused", (text, why) => {
    expect(() => parseRoute(text)).toThrow(new PolicyError("InvalidPolicy", `route \`${text}\`: ${why}`));
  });
});

describe("the operations that a route names", () => {
  it.each([
    ["GET /", ["GET /"]],
    ["GET /pets", ["GET /pets"]],
    ["ANY /pets", ["GET /pets", "POST /pets"]],
    ["GET /pets/{petId}", ["GET /pets/{petId}"]],
    ["GET /pets/{another}", ["GET /pets/{petId}"]],
    ["GET /pets/*", ["GET /pets/{petId}"]],
    ["GET /pets/mine", ["GET /pets/mine"]],
    ["GET /pets/**", ["GET /pets/mine", "GET /pets/{petId}", "GET /pets/{petId}/toys"]],
    ["GET /pets/*/**", ["GET /pets/{petId}/toys"]],
    ["GET /files/**", ["GET /files/{path+}"]],
    ["POST /**", ["POST /pets"]],
    ["GET /*", []],
    ["GET /pets/1", []],
    ["GET /files/*", []],
    ["DELETE /pets", []],
  ])("of `%s` are %j", (text, operations) => {
    const route = parseRoute(text);
    expect(PETS.operations.filter((each) => names(route, each)).map(nameOfOperation)).toEqual(operations);
  });
});

describe("the routes of a contract", () => {
  it("are every way to write them, sorted", () => {
    expect(routesOf(contractOf("GET /pets/{petId}"))).toEqual([
      "ANY /**",
      "ANY /pets/*",
      "ANY /pets/**",
      "ANY /pets/{petId}",
      "GET /**",
      "GET /pets/*",
      "GET /pets/**",
      "GET /pets/{petId}",
    ]);
  });

  it("of the root is the root itself", () => {
    expect(routesOf(contractOf("GET /"))).toEqual(["ANY /", "GET /"]);
  });

  it("each name an operation", () => {
    const idle = routesOf(PETS).filter((text) => {
      const route = parseRoute(text);
      return !PETS.operations.some((operation) => names(route, operation));
    });
    expect(idle).toEqual([]);
  });
});

describe("the suggestion for a route that names nothing", () => {
  it.each([
    ["GET /pet/mine", "GET /pets/mine"],
    ["GET /pets/{petId}/toy", "GET /pets/{petId}/toys"],
    ["POST /pets/{petId}", "POST /pets"],
    ["ANY /pets/mine/toys", "GET /pets/{petId}/toys"],
    ["DELETE /pets", undefined],
    ["GET /orders", undefined],
  ])("`%s` is `%s`", (text, suggestion) => {
    expect(suggestionFor(parseRoute(text), PETS)).toBe(suggestion);
  });
});
