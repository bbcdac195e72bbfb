import { describe, expect, it } from "vitest";
import { STACK_FILE } from "../../test/local-stack.ts";
import { METHODS, PETSTORE, PETSTORE_BUNDLE } from "../../test/petstore-bundle.ts";
import { credentialChoices, credentialHeaders, needsLogin, usualCredential } from "./credentials.ts";
import { readLocalStack } from "./local-stack.ts";
import type { Token } from "./token.ts";
import { servedOperations } from "./try-state.ts";

const stack = readLocalStack(STACK_FILE);
if (!stack) throw new Error("expected a stack");

const tokenOf = (raw: string): Token => ({ raw, header: {}, claims: {} });
const login = { access: tokenOf("ACCESS"), id: tokenOf("ID") };
const now = Date.UTC(2026, 10, 3);

function operationAt(id: string) {
  const operation = servedOperations(PETSTORE_BUNDLE).find((each) => each.id === id);
  if (!operation) throw new Error(`expected an operation \`${id}\``);
  return operation;
}

const URL_OF_IT = new URL("http://127.0.0.1:4003/dev/x");
const headersOf = (name: string, id: string, more = {}) =>
  credentialHeaders(
    name,
    operationAt(id),
    { method: "GET", url: URL_OF_IT, headers: {} },
    { stack, login, now, ...more },
  );

describe("what an operation asks for", () => {
  it.each([
    [`${PETSTORE}:GET:/pets`, "access"],
    [`${METHODS}:GET:/admin`, "id"],
    [`${METHODS}:GET:/scoped`, "access"],
    [`${METHODS}:GET:/signed`, "signature"],
    [`${METHODS}:GET:/metered`, "key:clinic"],
    [`${METHODS}:GET:/network`, "none"],
  ])("is, at %s, %s, which can be chosen", (id, name) => {
    expect(usualCredential(operationAt(id), stack)).toBe(name);
    expect(credentialChoices(stack).map((each) => each.name)).toContain(name);
  });
});

describe("what is sent of", () => {
  it.each<[string, string, Record<string, string>]>([
    ["access", `${PETSTORE}:GET:/pets`, { Authorization: "Bearer ACCESS" }],
    ["id", `${PETSTORE}:GET:/pets`, { Authorization: "Bearer ID" }],
    ["id", `${METHODS}:GET:/admin`, { Authorization: "ID" }],
    ["access", `${METHODS}:GET:/scoped`, { authorizationToken: "ACCESS" }],
    ["access", `${METHODS}:GET:/metered`, { Authorization: "Bearer ACCESS" }],
    ["key:trial", `${METHODS}:GET:/metered`, { "x-api-key": "key-of-trial" }],
    ["key:trial", `${PETSTORE}:GET:/pets`, { "x-api-key": "key-of-trial" }],
    ["none", `${PETSTORE}:GET:/pets`, {}],
  ])("%s at %s is %j", async (name, id, headers) => {
    expect(await headersOf(name, id)).toEqual(headers);
  });

  it("a signature is one of the IAM user for the stack's region", async () => {
    const { authorization } = await headersOf("signature", `${METHODS}:GET:/signed`);
    expect(authorization).toContain("Credential=AKIDEXAMPLE/20261103/eu-west-1/execute-api/aws4_request");
  });

  it("a token of another pool is another one each time", async () => {
    const [one, other] = await Promise.all([0, 1].map(() => headersOf("foreign", `${PETSTORE}:GET:/pets`)));
    expect(one?.Authorization).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    expect(one?.Authorization).not.toBe(other?.Authorization);
  });

  it.each(["access", "id", "key:other", "key:", "constructor"])(
    "%s is nothing where there is none",
    async (name) => {
      await expect(headersOf(name, `${PETSTORE}:GET:/pets`, { login: undefined })).rejects.toThrow(
        "expected one of the credentials",
      );
    },
  );
});

it("takes a login for tokens of the user alone", () => {
  const names = credentialChoices(stack).map(({ name }) => name);
  expect(names.filter(needsLogin)).toEqual(["access", "id"]);
});
