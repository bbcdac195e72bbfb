import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { openContract } from "./open-contract.ts";

const CONTRACT = new URL("../../petstore/openapi.yaml", import.meta.url);

describe("a contract before it is protected", () => {
  const contract = parse(readFileSync(CONTRACT, "utf8"));

  it("asks for no token anywhere", () => {
    expect(JSON.stringify(contract)).toContain('"security"');
    expect(JSON.stringify(openContract(contract))).not.toMatch(
      /"security"|securitySchemes|x-amazon-apigateway-auth/,
    );
  });

  it("has the same operations, which answer the same", () => {
    const operation = { operationId: "list", responses: {} };
    expect(
      openContract({
        openapi: "3.0.3",
        security: [{ groups: [] }],
        components: { schemas: { Pet: {} }, securitySchemes: { groups: {} } },
        paths: { "/pets": { parameters: [], get: { ...operation, security: [{ groups: [] }] } } },
      }),
    ).toEqual({
      openapi: "3.0.3",
      components: { schemas: { Pet: {} } },
      paths: { "/pets": { parameters: [], get: operation } },
    });
  });

  it.each([[null], ["text"], [[]]])("is no more valid than it was: %j", (document) => {
    expect(openContract(document)).toEqual(document);
  });
});
