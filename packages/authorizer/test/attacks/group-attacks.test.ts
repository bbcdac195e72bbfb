/** Groups that are meant to be taken for others, against a table that holds what they reach for. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createDynamoDenyList, createDynamoPolicyStore } from "@lychgate/policy-store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { itemOf, statementOf } from "../policies.ts";
import { attributesOf, CREDENTIALS, type PolicyTableServer, startPolicyTable } from "../policy-table.ts";
import { createTarget, ITEMS, NOTHING, PETS, partner, type Target } from "./target.ts";

/** The tool's own items, were they policies that allow everything. */
const RESERVED = [
  "head",
  "release/1",
  "manifest/1/0",
  "policy/0",
  "deny/sub/partner|1",
  "deny/sub/x",
  "",
  "/",
];

let server: PolicyTableServer;
let client: DynamoDBClient;
let target: Target;
beforeAll(async () => {
  server = await startPolicyTable();
  const all = statementOf("All", "Allow", "*");
  const reserved = RESERVED.map((name) => itemOf(`$lychgate/${name}`, all));
  for (const item of [...ITEMS, ...reserved]) await server.put(attributesOf(item));
  const { endpoint, tableName } = server;
  client = new DynamoDBClient({ endpoint, region: "eu-west-1", credentials: CREDENTIALS, maxAttempts: 1 });
  target = createTarget({ store: createDynamoPolicyStore({ client, tableName }) });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

const answerTo = (groups: unknown) => target.answerToToken(partner.token({ groups }));

describe("a group", () => {
  it("has its policy by its exact name", async () => {
    expect(await answerTo(["pet-owner"])).toEqual({ reason: "Authorized", allowed: PETS });
    expect((await answerTo(["admins"])).allowed).toHaveLength(4);
  });

  it.each([
    "Admins",
    "ADMINS",
    "admins ",
    " admins",
    "admins\n",
    "admins\0",
    "\ufeffadmins",
    "adm\u200bins",
    "\u202eadmins",
    "\u0430dmins",
    "\uff41dmins",
    "adm\u0131ns",
    "admin\u017f",
    "admi\u0301ns",
    "admins/",
    "admins,pet-owner",
    "admins pet-owner",
    '"admins"',
    "[admins]",
    "*",
    "admin*",
    "admin?",
    "?dmins",
    "$" + "{*}",
    "$" + "{aws:username}",
    "$" + "{claim:sub}",
    "%61dmins",
    "../admins",
    "group = :admins",
    "admins' OR '1'='1",
    "#group",
    ":group",
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "0",
    "",
    "a".repeat(2_048),
    "a".repeat(2_049),
    "\ud800",
    "admins\udc00",
    ...RESERVED.map((name) => `$lychgate/${name}`),
  ])("named %j has no policy, and takes none away", async (group) => {
    expect(await answerTo([group])).toEqual({ reason: "NoPolicy", allowed: NOTHING });
    expect(await answerTo([group, "pet-owner"])).toEqual({ reason: "Authorized", allowed: PETS });
  });

  it.each<[string, unknown]>([
    ["a text", "admins"],
    ["true", true],
    ["a number", 1],
    ["an object", { 0: "admins", length: 1 }],
    ["an object with a policy", { Version: "2012-10-17", Statement: [] }],
    ["a list in a list", [["admins"]]],
    ["a list with a number", ["pet-owner", 0]],
    ["a list with null", ["pet-owner", null]],
    ["a list with an object", ["pet-owner", { name: "admins" }]],
  ])("cannot be read from %s, nor can the others be guessed", async (_, groups) => {
    expect(await answerTo(groups)).toEqual({ reason: "TokenInvalid", allowed: NOTHING });
  });

  it("cannot be one of more than are looked up", async () => {
    const groups = ["pet-owner", ...Array.from({ length: 100 }, (_, index) => `g${index}`)];
    expect(await answerTo(groups)).toEqual({ reason: "GroupsOverage", allowed: NOTHING });
  });
});

describe("an entry of the deny list", () => {
  it("is found whatever the caller's groups are named, and none of them is taken for it", async () => {
    const { tableName } = server;
    const denyList = createDynamoDenyList({ client, tableName });
    const guarded = createTarget({ store: createDynamoPolicyStore({ client, tableName }), denyList });
    const token = (sub: string, groups: string[]) => partner.token({ sub, groups });
    const own = ["pet-owner", "$lychgate/deny/sub/partner|1", "$lychgate/deny/sub/partner|2"];
    expect((await guarded.answerToToken(token("1", own))).reason).toBe("Revoked");
    expect((await guarded.answerToToken(token("2", own))).reason).toBe("Authorized");
  });
});
