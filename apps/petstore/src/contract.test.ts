import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type ProxyRequest, proxyEvent } from "../test/proxy-event.ts";
import { createHandler } from "./handler.ts";
import { createPets, MAXIMUM_PETS } from "./pets.ts";
import { ROUTES } from "./routes.ts";

interface Content {
  content?: { "application/json": { examples: Record<string, { value: unknown }> } };
}

interface Operation {
  operationId: string;
  security?: unknown;
  requestBody?: Content;
  responses: Record<string, Content>;
  "x-amazon-apigateway-integration"?: unknown;
}

interface Contract {
  paths: Record<string, Record<string, Operation>>;
}

const contract: Contract = parse(readFileSync(new URL("../openapi.yaml", import.meta.url), "utf8"));

const operations = Object.entries(contract.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => ({ name: `${verb.toUpperCase()} ${path}`, operation })),
);

function examplesOf({ content }: Content): [name: string, value: unknown][] {
  const examples = content?.["application/json"].examples ?? {};
  return Object.entries(examples).map(([name, { value }]) => [name, value]);
}

describe("the contract", () => {
  it("has the operations that the function has routes for, and no others", () => {
    expect(operations.map(({ name }) => name)).toEqual([...ROUTES.keys()]);
  });

  it("names every operation once", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  // API Gateway does not use security at the root of a contract.
  it.each(operations)("protects $name itself and sends it to the petstore", ({ operation }) => {
    expect(operation.security).toEqual([{ groups: [] }]);
    expect(operation["x-amazon-apigateway-integration"]).toEqual({
      type: "aws_proxy",
      httpMethod: "POST",
      uri: expect.stringMatching(/:lambda:path\/2015-03-31\/functions\/\$\{petstore_arn\}\/invocations$/),
    });
  });

  it.each(operations)("shows API Gateway's own refusals of $name", ({ operation }) => {
    const { 401: unauthorized = {}, 403: accessDenied = {} } = operation.responses;
    const message = "User is not authorized to access this resource";
    expect(examplesOf(unauthorized)).toEqual([["unauthorized", { message: "Unauthorized" }]]);
    expect(examplesOf(accessDenied)).toEqual([
      ["implicitDeny", { Message: message }],
      ["explicitDeny", { Message: `${message} with an explicit deny` }],
    ]);
  });
});

/** The request that each example response belongs to, beside the operation's own example body. */
const REQUESTS: Record<string, ProxyRequest> = {
  "200 pets": {},
  "200 pet": {},
  "200 status": {},
  "201 pet": {},
  "400 notJson": { body: "{" },
  "400 notAnObject": { body: "[]" },
  "400 unknownProperty": { body: '{"name":"Hamsters","colour":"brown"}' },
  "400 noName": { body: "{}" },
  "400 emptyName": { body: '{"name":""}' },
  "404 unknownPet": { petId: "9" },
  "409 full": {},
  "500 notAuthorized": { authorizer: null },
};

const GATEWAY_STATUSES: readonly string[] = ["401", "403"];

const examples = operations.flatMap(({ name, operation }) =>
  Object.entries(operation.responses)
    .filter(([status]) => !GATEWAY_STATUSES.includes(status))
    .flatMap(([status, response]) =>
      examplesOf(response).map(([example, value]) => ({
        name,
        operation,
        example: `${status} ${example}`,
        value,
      })),
    ),
);

describe("an example of the contract", () => {
  it("stands for each kind of request, and each has one", () => {
    expect(Object.keys(REQUESTS).sort()).toEqual([...new Set(examples.map(({ example }) => example))].sort());
  });

  it.each(examples)(
    "is what the function answers: $name, $example",
    async ({ name, operation, example, value }) => {
      const [[, body] = []] = examplesOf(operation.requestBody ?? {});
      const request = { petId: "1", body: JSON.stringify(body), ...REQUESTS[example] };
      const full = Array.from({ length: MAXIMUM_PETS }, () => "Ants");
      const petstore = createHandler(createPets(example === "409 full" ? full : undefined));
      const result = await petstore(proxyEvent(name, request));
      expect(`${result.statusCode}`).toBe(example.split(" ", 1)[0]);
      expect(JSON.parse(result.body)).toEqual(value);
    },
  );
});
