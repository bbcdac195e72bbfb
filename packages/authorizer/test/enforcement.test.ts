/** What API Gateway makes of a result: the documents that are returned, as they are evaluated. */
import { evaluate, prepare } from "@lychgate/evaluation";
import { describe, expect, it } from "vitest";
import type { AuthorizerResult } from "../src/index.ts";
import { DEV, PROD, tokenEvent } from "./events.ts";
import { itemOf, statementOf } from "./policies.ts";
import { createSystem } from "./system.ts";
import { epochSeconds } from "./user-pool.ts";

const EXPIRES = epochSeconds() + 600;

const ITEMS = [
  itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets")),
  itemOf("everything", statementOf("All", "Allow", "*")),
  itemOf("clinic", {
    ...statementOf("Clinic", "Allow", "GET/petstore/v2/status"),
    Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
  }),
  itemOf("suspended", statementOf("Suspended", "Deny", "*")),
];

async function resultFor(groups: string[]): Promise<AuthorizerResult> {
  const { authorize, tokenFor } = createSystem({ items: ITEMS });
  return authorize(tokenEvent(`Bearer ${tokenFor(groups, { exp: EXPIRES })}`));
}

function decide({ policyDocument }: AuthorizerResult, route: string, time: number, sourceIp = "192.0.2.10") {
  const context = { "aws:CurrentTime": new Date(time).toISOString(), "aws:SourceIp": sourceIp };
  return evaluate(prepare([policyDocument]), { methodArn: route, context }).decision;
}

const BEFORE = EXPIRES * 1000 - 1;
const PETS = `${DEV}GET/petstore/v1/pets`;

describe("a result that API Gateway caches", () => {
  it.each([
    ["a millisecond before the token expires", EXPIRES * 1000 - 1, "allowed"],
    ["when the token expires", EXPIRES * 1000, "explicitDeny"],
    ["an hour after that", (EXPIRES + 3600) * 1000, "explicitDeny"],
  ])("%s, at %i, decides as %s", async (_, time, expected) => {
    expect(decide(await resultFor(["pet-owner"]), PETS, time)).toBe(expected);
    expect(decide(await resultFor(["everything"]), `${DEV}GET/`, time)).toBe(expected);
  });

  it.each<[string[], string, string]>([
    [["pet-owner"], PETS, "allowed"],
    [["pet-owner"], `${DEV}GET/petstore/v1/pets/1`, "implicitDeny"],
    [["pet-owner"], `${DEV}POST/petstore/v1/pets`, "implicitDeny"],
    [["pet-owner"], `${PROD}GET/petstore/v1/pets`, "implicitDeny"],
    [["everything"], `${DEV}DELETE/petstore/v1/pets/1`, "allowed"],
    [["everything"], `${PROD}GET/petstore/v1/pets`, "implicitDeny"],
    [["everything", "suspended"], PETS, "explicitDeny"],
    [["pet-owner", "clinic"], `${DEV}GET/petstore/v2/status`, "allowed"],
    [["without-policy"], PETS, "explicitDeny"],
  ])("for the groups %j decides %s as %s", async (groups, route, expected) => {
    expect(decide(await resultFor(groups), route, BEFORE)).toBe(expected);
  });

  it("is asked again for every request's address", async () => {
    const result = await resultFor(["clinic"]);
    expect(decide(result, `${DEV}GET/petstore/v2/status`, BEFORE, "192.0.2.10")).toBe("allowed");
    expect(decide(result, `${DEV}GET/petstore/v2/status`, BEFORE, "203.0.113.10")).toBe("implicitDeny");
  });
});
