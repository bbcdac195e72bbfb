import { createMemoryPolicyStore, type PolicyStore, PolicyStoreError } from "@lychgate/policy-store";
import { describe, expect, it } from "vitest";
import { itemOf, itemOfText, statementOf } from "../test/policies.ts";
import { readerOf } from "./deny-list.ts";
import { createPolicyLookup } from "./policy-lookup.ts";

const OWNER = itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const VET = itemOf("pet-veterinarian", statementOf("All", "Allow", "GET/petstore/v1/*"));

const TTL = 60_000;
let now = 1_800_000_000_000;

function lookUpFrom(store: Pick<PolicyStore, "get">) {
  const lookUp = createPolicyLookup(readerOf({ store }), { ttl: TTL, clock: () => now });
  return async (groups: readonly string[]) => (await lookUp(groups)).documents;
}

describe("a failed look-up", () => {
  it.each<[string, unknown, string]>([
    ["an unreachable table", new PolicyStoreError("Unreachable", "no usable answer"), "PoliciesUnavailable"],
    ["a missing table", new PolicyStoreError("TableNotFound", "does not exist"), "PoliciesUnavailable"],
    ["a throttled table", new PolicyStoreError("Throttled", "is throttled"), "PoliciesUnavailable"],
    ["a table that denies", new PolicyStoreError("Denied", "denied access"), "PoliciesUnavailable"],
    ["a malformed item", new PolicyStoreError("Malformed", "policy item `a`"), "PolicyMalformed"],
    ["an error of another kind", new TypeError("x is not a function"), "PoliciesUnavailable"],
    ["what is no error", "broken", "PoliciesUnavailable"],
  ])("because of %s is a fault with its cause", async (_, cause, code) => {
    const lookUp = lookUpFrom({ get: () => Promise.reject(cause) });
    await expect(lookUp(["pet-owner"])).rejects.toMatchObject({ name: "AuthorizerFault", code, cause });
  });

  it("ends with the last of what was looked up, so that nothing of it is left for later requests", async () => {
    const ends: (() => void)[] = [];
    const lookUp = lookUpFrom({
      get: ([group]) =>
        group === "pet-owner"
          ? Promise.reject(new PolicyStoreError("Unreachable", "no usable answer"))
          : new Promise((resolve) => ends.push(() => resolve(new Map()))),
    });
    const other = lookUp(["pet-veterinarian"]);
    let isOver = false;
    const both = lookUp(["pet-owner", "pet-veterinarian"]).finally(() => {
      isOver = true;
    });
    both.catch(() => undefined);
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    for (const end of ends) end();
    await expect(both).rejects.toThrow("no usable answer");
    expect(await other).toEqual([]);
  });

  it("does not take the place of what is known", async () => {
    let isDown = false;
    const lookUp = lookUpFrom({
      async get(groups) {
        if (isDown) throw new PolicyStoreError("Unreachable", "no usable answer");
        return createMemoryPolicyStore([OWNER, VET]).get(groups);
      },
    });
    await lookUp(["pet-owner"]);
    isDown = true;
    await expect(lookUp(["pet-owner", "pet-veterinarian"])).rejects.toThrow("no usable answer");
    expect(await lookUp(["pet-owner"])).toMatchObject([{ revision: OWNER.revision }]);
    now += TTL;
    await expect(lookUp(["pet-owner"])).rejects.toThrow("no usable answer");
  });
});

describe("a policy that no authorizer may return", () => {
  const allow = statementOf("Pets", "Allow", "GET/pets");
  const text = (...statements: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
  it.each([
    ["without statements", "{}"],
    ["with an unknown effect", text({ ...allow, Effect: "allow" })],
    ["with the action of another service", text({ ...allow, Action: "s3:GetObject" })],
    ["with an ARN of another service", text({ ...allow, Resource: "arn:aws:s3:::bucket" })],
    ["with a principal", text({ ...allow, Principal: "*" })],
    [
      "with an unknown operator",
      text({ ...allow, Condition: { IpAdress: { "aws:SourceIp": "192.0.2.0/24" } } }),
    ],
    [
      "with a variable, in a version without",
      JSON.stringify({
        Statement: { ...allow, Resource: "arn:aws:execute-api:*:*:*/*/GET/$" + "{aws:username}" },
      }),
    ],
    [
      "with one key in two spellings",
      text({ ...allow, Condition: { StringEquals: { "aws:UserAgent": "a", "aws:useragent": "b" } } }),
    ],
  ])("is a fault that names the group: %s", async (_, policy) => {
    const lookUp = lookUpFrom(createMemoryPolicyStore([itemOfText("pet-owner", policy)]));
    const fault = { name: "AuthorizerFault", code: "PolicyMalformed" };
    await expect(lookUp(["pet-owner"])).rejects.toMatchObject(fault);
    await expect(lookUp(["pet-owner"])).rejects.toThrow("policy of group `pet-owner`: ");
  });
});
