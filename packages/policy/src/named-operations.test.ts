import { describe, expect, it } from "vitest";
import { nameOfOperation, readContract } from "./contract.ts";
import { namedOperations } from "./named-operations.ts";

const paths = { "/pets": { get: {}, post: {} }, "/pets/{petId}": { get: {} } };
const CONTRACT = readContract([{ name: "api.yaml", document: { openapi: "3.0.3", paths } }]);

describe("a route of a contract", () => {
  it.each([
    ["GET /pets", ["GET /pets"]],
    ["ANY /pets", ["GET /pets", "POST /pets"]],
    ["GET /pets/*", ["GET /pets/{petId}"]],
    ["ANY /**", ["GET /pets", "POST /pets", "GET /pets/{petId}"]],
  ])("`%s` names %j", (route, names) => {
    expect(namedOperations(route, CONTRACT).map(nameOfOperation)).toEqual(names);
  });

  it.each([
    [
      "GET /pets/{petId}/toys",
      "no API has the route `GET /pets/{petId}/toys`; did you mean `GET /pets/{petId}`?",
    ],
    ["DELETE /pets", "no API has the route `DELETE /pets`"],
    ["pets", "route `pets`: expected a verb or `ANY`, a space and a path, as in `GET /petstore/v1/pets`"],
  ])("`%s` is refused", (route, message) => {
    expect(() => namedOperations(route, CONTRACT)).toThrow(message);
  });
});
