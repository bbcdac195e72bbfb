import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { METHOD_ROUTES } from "./routes.ts";

interface Operation {
  operationId: string;
  security: Record<string, string[]>[];
  responses: Record<string, unknown>;
  "x-amazon-apigateway-integration": { uri: string };
}

interface Statement {
  Sid: string;
  Effect: string;
  Resource: string | string[];
}

interface Contract {
  paths: Record<string, Record<string, Operation>>;
  "x-amazon-apigateway-policy": { Statement: Statement[] };
}

function read(name: string): Contract {
  return parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
}

const contract = read("methods.yaml");
const operations = Object.entries(contract.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => ({ name: `${verb.toUpperCase()} ${path}`, operation })),
);

/** Security scheme → what the function looks for before it acts. */
const PROOFS: Record<string, string> = {
  users: "userPoolToken",
  tokens: "userPoolToken",
  signature: "signature",
  key: "apiKey",
};

function proofOf({ security }: Operation): string {
  const [scheme = ""] = security.flatMap(Object.keys);
  return PROOFS[scheme] ?? "none";
}

describe("the contract of the other methods", () => {
  it("has the operations that the function has routes for, and no others", () => {
    expect(operations.map(({ name }) => name)).toEqual([...METHOD_ROUTES.keys()]);
  });

  it("names every operation once, and none of the petstore's", () => {
    const others = Object.values(read("openapi.yaml").paths).flatMap(Object.values<Operation>);
    const ids = [...others, ...operations.map(({ operation }) => operation)].map((each) => each.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(contract.paths).filter((path) => path.startsWith("/petstore"))).toEqual([]);
  });

  it.each(operations)(
    "sends $name to the function, which looks for what protects it",
    ({ name, operation }) => {
      expect(operation["x-amazon-apigateway-integration"].uri).toMatch(
        /\/functions\/\$\{methods_arn\}\/invocations$/,
      );
      expect(METHOD_ROUTES.get(name)?.proof).toBe(proofOf(operation));
    },
  );

  it("has a resource policy that opens everything but what is signed", () => {
    const [allowed] = contract["x-amazon-apigateway-policy"].Statement;
    const opened = operations.filter(({ operation }) => proofOf(operation) !== "signature");
    const resources = opened.map(({ name }) => `execute-api:/dev/${name.replace(" ", "")}`);
    expect(allowed).toMatchObject({ Sid: "AllButSigned", Effect: "Allow", Resource: resources });
  });
});
