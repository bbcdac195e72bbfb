import { logIn } from "@lychgate/cli";
import { type CognitoAddress, startCognito } from "@lychgate/cli/user-pool";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTempCheckout } from "../test/temp-checkout.ts";
import { buildFunctions } from "./function-build.ts";
import { createIdentities, groupRoles } from "./iam-identities.ts";
import type { MethodsFile } from "./local-stack-file.ts";
import { startMethods } from "./methods.ts";
import { closing } from "./services.ts";
import { createPlans } from "./usage-plans.ts";
import { createUsers, type UserName } from "./users.ts";

const REGION = "eu-west-1";
const PETS =
  '{"pets":[{"id":1,"name":"Birds"},{"id":2,"name":"Cats"},{"id":3,"name":"Dogs"},{"id":4,"name":"Fish"}]}';
const UNAUTHORIZED = '{"message":"Unauthorized"}';
const NO_TRUST = '{"message":"the group\'s role does not trust this function"}';
const NO_ROLE = '{"message":"none of the caller\'s groups has a role"}';
const ROLE_ASSUMED = "Group role has been assumed";

const { users, groups } = createUsers(["admins", "pet-owner", "pet-veterinarian"]);
const parts = new AsyncDisposableStack();
let cognito: CognitoAddress;
let methods: MethodsFile;
beforeAll(async () => {
  const { root } = createTempCheckout();
  const functions = await buildFunctions(root);
  const pool = await startCognito({ region: REGION, users, groups, groupRoles: groupRoles() });
  cognito = closing(parts, pool);
  methods = await startMethods({ root, region: REGION, cognito, functions }, parts);
});
afterAll(() => parts.disposeAsync());

async function tokensOf(username: UserName) {
  const password = users.find((user) => user.username === username)?.password ?? "";
  const { clientId, endpoint } = cognito;
  return logIn({ username, password, clientId, region: REGION, endpoint });
}

async function get(path: string, headers: Record<string, string> = {}, at = methods.apiUrl) {
  const response = await fetch(`${at}${path}`, { headers });
  return [response.status, await response.text()];
}

describe("the ID token of a user", () => {
  const refusedAs = (group: string) => expect.stringContaining(`:assumed-role/${group}/`);
  it.each<[UserName, string, number, unknown]>([
    ["admin", "/admin", 200, "Welcome, admin"],
    ["vet", "/admin", 401, "Unauthorized"],
    ["guest", "/admin", 401, "Unauthorized"],
    ["admin", "/role", 200, ROLE_ASSUMED],
    ["vet", "/role", 200, ROLE_ASSUMED],
    ["owner", "/role", 403, NO_TRUST],
    ["groomer", "/role", 200, ROLE_ASSUMED],
    ["guest", "/role", 403, NO_ROLE],
    ["admin", "/role/pets", 200, PETS],
    ["vet", "/role/pets", 200, PETS],
    ["owner", "/role/pets", 403, NO_TRUST],
    ["groomer", "/role/pets", 403, refusedAs("pet-groomer")],
    ["guest", "/role/pets", 403, NO_ROLE],
  ])("of %s answers %s with %i", async (username, path, status, body) => {
    const { idToken } = await tokensOf(username);
    expect(await get(path, { authorization: idToken })).toEqual([status, body]);
  });

  it("is the only one that is taken where no scope is asked for", async () => {
    const { accessToken } = await tokensOf("admin");
    expect(await get("/admin", { authorization: accessToken })).toEqual([401, UNAUTHORIZED]);
    expect(await get("/admin")).toEqual([401, UNAUTHORIZED]);
  });
});

describe("the access token of a user", () => {
  it.each([
    ["/scoped/pets", "authorizationToken", 200, PETS],
    ["/scoped/status", "authorizationToken", 401, UNAUTHORIZED],
    ["/scoped/pets", "Authorization", 401, UNAUTHORIZED],
  ])("answers %s in the header %s with %i", async (path, header, status, body) => {
    const { accessToken } = await tokensOf("vet");
    expect(await get(path, { [header]: accessToken })).toEqual([status, body]);
  });
});

describe("an API key", () => {
  const key = (name: keyof MethodsFile["apiKeys"]) => ({ "x-api-key": methods.apiKeys[name] });

  it("is missed, and another one is refused", async () => {
    const refused = [403, '{"message":"Forbidden"}'];
    expect(await get("/metered/pets")).toEqual(refused);
    expect(await get("/metered/pets", { "x-api-key": "f".repeat(40) })).toEqual(refused);
  });

  it("opens what is metered, as often as its plan says", async () => {
    const statuses = async (name: keyof MethodsFile["apiKeys"]) => {
      const calls = [1, 2, 3].map(() => get("/metered/pets", key(name)));
      return (await Promise.all(calls)).map(([status]) => status).toSorted();
    };
    expect(await statuses("clinic")).toEqual([200, 200, 200]);
    expect(await statuses("trial")).toEqual([200, 200, 429]);
    expect(await statuses("slow")).toEqual([200, 429, 429]);
    expect(await get("/metered/pets", key("trial"))).toEqual([429, '{"message":"Limit Exceeded"}']);
    expect(await get("/metered/pets", key("slow"))).toEqual([429, '{"message":"Too Many Requests"}']);
  });
});

describe("a network", () => {
  it("is let in, and another one is not", async () => {
    expect(await get("/network/pets")).toEqual([200, PETS]);
    const [status, body] = await get("/network/pets", {}, methods.outsideApiUrl);
    expect([status, body]).toEqual([
      403,
      expect.stringMatching(/^\{"Message":"User: anonymous is not .* with an explicit deny"\}$/),
    ]);
  });

  it("does not matter where the resource policy does not name it", async () => {
    const headers = { "x-api-key": methods.apiKeys.clinic };
    expect(await get("/metered/pets", headers, methods.outsideApiUrl)).toEqual([200, PETS]);
  });
});

describe("a request that is not signed", () => {
  it.each(["/demo/pets", "/demo/status"])("opens nothing at %s, with a token neither", async (path) => {
    const missing = [403, '{"message":"Missing Authentication Token"}'];
    expect(await get(path)).toEqual(missing);
    const { idToken } = await tokensOf("admin");
    expect(await get(path, { authorization: idToken })).toEqual([403, expect.any(String)]);
  });
});

describe("the secrets of a start", () => {
  it("are other ones each time", () => {
    const secrets = [1, 2].flatMap(() => {
      const { alice } = createIdentities("arn:aws:execute-api:eu-west-1:111122223333:a/dev");
      const { apiKeys } = createPlans("a", "dev");
      return [alice.accessKeyId, alice.secretAccessKey, ...Object.values(apiKeys)];
    });
    expect(new Set(secrets).size).toBe(10);
  });
});
