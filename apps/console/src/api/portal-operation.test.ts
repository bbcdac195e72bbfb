import { expect, it } from "vitest";
import { SAMPLE_BUNDLE } from "../../test/sample-bundle.ts";
import { portalApis, portalOperations } from "./portal-operation.ts";

const bundleOf = (document: unknown) => ({ ...SAMPLE_BUNDLE, apis: [{ file: "api.yaml", document }] });

it("has the operations of a contract under their tags, each with a name of its own", () => {
  const document = {
    info: { title: "pets" },
    tags: [{ name: "b", description: "The second." }],
    paths: {
      "/a": { get: { tags: ["a"] }, post: { tags: ["b"] }, "x-amazon-apigateway-any-method": {} },
      "/b": { get: { tags: ["b"] } },
    },
  };
  const [api] = portalApis(bundleOf(document));
  expect(
    api?.tags.map(({ name, description, operations }) => [name, description, operations.map(({ id }) => id)]),
  ).toEqual([
    ["a", undefined, ["api.yaml:GET:/a"]],
    ["b", "The second.", ["api.yaml:POST:/a", "api.yaml:GET:/b"]],
    ["operations", undefined, ["api.yaml:ANY:/a"]],
  ]);
});

it("takes an operation's own parameter before that of its path", () => {
  const document = {
    paths: {
      "/a/{id}": {
        parameters: [
          { name: "id", in: "path", required: true, description: "of the path" },
          { name: "q", in: "query", schema: { type: "string" } },
        ],
        get: { parameters: [{ name: "id", in: "path", required: true, description: "its own" }] },
      },
    },
  };
  const [operation] = portalOperations(bundleOf(document));
  expect(operation?.parameters.map(({ name, description }) => [name, description])).toEqual([
    ["id", "its own"],
    ["q", undefined],
  ]);
});

it.each([
  [undefined],
  [null],
  [[]],
  [{ paths: [] }],
  [{ paths: { "/a": null, "/b": { get: 1, parameters: {} } } }],
])("reads %j without a fault", (document) => {
  expect(portalOperations(bundleOf(document)).every(({ parameters }) => parameters.length === 0)).toBe(true);
});
