import { describe, expect, it } from "vitest";
import { STACK_FILE } from "../../test/local-stack.ts";
import { listenerOf, readLocalStack } from "./local-stack.ts";

describe("the local stack", () => {
  it("is read from its file", () => {
    const stack = readLocalStack(STACK_FILE);
    expect(stack).toMatchObject({
      region: "eu-west-1",
      pool: { clientId: "console" },
      users: STACK_FILE.users,
      iamUser: { name: "alice" },
      apiKeys: new Map([
        ["clinic", "key-of-clinic"],
        ["trial", "key-of-trial"],
      ]),
    });
  });

  it.each([
    [undefined],
    [[]],
    [{}],
    [{ ...STACK_FILE, apiUrl: "javascript:alert(1)" }],
    [{ ...STACK_FILE, outsideApiUrl: "/dev" }],
    [{ ...STACK_FILE, region: 1 }],
    [{ ...STACK_FILE, cognito: { ...STACK_FILE.cognito, endpoint: "javascript:alert(1)" } }],
    [{ ...STACK_FILE, cognito: null }],
    [{ ...STACK_FILE, methods: { ...STACK_FILE.methods, iamUser: {} } }],
  ])("is none where a part is missing or something else (%#)", (file) => {
    expect(readLocalStack(file)).toBeUndefined();
  });

  it.each([
    ["apps/petstore/openapi.yaml", "clinic", "clinic", "4001"],
    ["apps/petstore/openapi.yaml", "elsewhere", "elsewhere", "4002"],
    ["apps/petstore/methods.yaml", "clinic", "methods", "4003"],
    ["apps/petstore/methods.yaml", "elsewhere", "methodsElsewhere", "4004"],
  ] as const)("has for %s, from %s, the listener %s", (api, network, name, port) => {
    const stack = readLocalStack(STACK_FILE);
    const listener = stack && listenerOf(stack, api, network);
    expect([listener?.name, listener?.url.port]).toEqual([name, port]);
  });

  it("serves no other API", () => {
    const stack = readLocalStack(STACK_FILE);
    expect(stack && listenerOf(stack, "api.yaml", "clinic")).toBeUndefined();
  });
});
