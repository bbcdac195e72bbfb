import { describe, expect, it } from "vitest";
import { contractOf, openApi } from "../test/contract-of.ts";
import { nameOfOperation, readContract } from "./contract.ts";
import { PolicyError } from "./errors.ts";

function namesIn(...routes: string[]): string[] {
  return contractOf(...routes).operations.map(nameOfOperation);
}

describe("a contract", () => {
  it("has the operations of every document, in the order of their paths", () => {
    const contract = readContract([
      { name: "pets.yaml", document: openApi("GET /pets", "POST /pets", "GET /pets/{petId}") },
      { name: "orders.yaml", document: openApi("GET /orders") },
    ]);
    expect(contract.operations.map(nameOfOperation)).toEqual([
      "GET /pets",
      "POST /pets",
      "GET /pets/{petId}",
      "GET /orders",
    ]);
  });

  it("takes API Gateway's any method for every verb", () => {
    expect(namesIn("ANY /{proxy+}")).toEqual(
      ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"].map((verb) => `${verb} /{proxy+}`),
    );
  });

  it("lets a verb's own operation stand before the any method", () => {
    const item = {
      get: { summary: "Lists pets" },
      "x-amazon-apigateway-any-method": { summary: "The rest" },
    };
    const { operations } = readContract([
      { name: "pets.yaml", document: { openapi: "3.0.1", paths: { "/pets": item } } },
    ]);
    expect(operations).toHaveLength(7);
    expect(operations.filter(({ summary }) => summary === "Lists pets").map(nameOfOperation)).toEqual([
      "GET /pets",
    ]);
  });

  it("takes no member of a path that is not an operation for one", () => {
    const item = { get: {}, trace: {}, parameters: [], summary: "Pets", post: null };
    const { operations } = readContract([
      { name: "pets.yaml", document: { openapi: "3.1.0", paths: { "/pets": item } } },
    ]);
    expect(operations.map(nameOfOperation)).toEqual(["GET /pets"]);
  });

  const marked = (mark: unknown) => {
    const item = { get: {}, delete: { "x-lychgate-sensitive": mark } };
    return readContract([{ name: "pets.yaml", document: { openapi: "3.0.1", paths: { "/pets": item } } }]);
  };

  it.each([
    [true, ["DELETE /pets"]],
    [false, []],
    [undefined, []],
  ])("marks an operation that is sensitive: %j", (mark, sensitive) => {
    const operations = marked(mark).operations.filter((operation) => operation.sensitive === true);
    expect(operations.map(nameOfOperation)).toEqual(sensitive);
  });

  it.each(["true", 1, null, {}])("refuses the mark %j, which is neither true nor false", (mark) => {
    expect(() => marked(mark)).toThrow(
      new PolicyError(
        "InvalidContract",
        "pets.yaml: `DELETE /pets`: expected `x-lychgate-sensitive` to be true or false",
      ),
    );
  });

  it.each([
    null,
    [],
    "openapi: 3.0.1",
    {},
    { swagger: "2.0", paths: {} },
    { openapi: "2.0" },
    { openapi: 3 },
  ])("refuses %j, which is not OpenAPI 3", (document) => {
    expect(() => readContract([{ name: "pets.yaml", document }])).toThrow(
      new PolicyError("InvalidContract", "pets.yaml: expected an OpenAPI 3 document"),
    );
  });

  it.each([
    [undefined, "pets.yaml: expected `paths`"],
    [[], "pets.yaml: expected `paths`"],
    [{ "/pets": "GET" }, "pets.yaml: `/pets` is not an object"],
    [{ "pets/": {} }, "path template `pets/`: it does not begin with `/`"],
  ])("refuses the paths %j", (paths, message) => {
    const document = { openapi: "3.0.1", paths };
    expect(() => readContract([{ name: "pets.yaml", document }])).toThrow(message);
  });

  it.each([
    ["/pets", "/pets"],
    ["/pets/{petId}", "/pets/{id}"],
    ["/{proxy+}", "/{rest+}"],
  ])("refuses a second document's path `%s` beside `%s`", (first, second) => {
    const sources = [
      { name: "a.yaml", document: openApi(`GET ${first}`) },
      { name: "b.yaml", document: openApi(`POST ${second}`) },
    ];
    expect(() => readContract(sources)).toThrow(
      new PolicyError("InvalidContract", `b.yaml: path \`${second}\` is also a path of a.yaml`),
    );
  });

  it("lets two documents have paths that only overlap", () => {
    const sources = [
      { name: "a.yaml", document: openApi("GET /pets/{petId}") },
      { name: "b.yaml", document: openApi("GET /pets/mine") },
    ];
    expect(readContract(sources).operations).toHaveLength(2);
  });
});
