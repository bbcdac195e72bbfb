import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { listenOnLoopback, loadRepository, logIn, readStackFile, stackFilePath } from "@lychgate/cli";
import type { AccessBundle } from "@lychgate/cli/bundle";
import type { PublicJwk } from "@lychgate/cli/user-pool";
import type { DecisionEntry } from "@lychgate/gateway";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { collect } from "../test/collect.ts";
import { lychgate } from "../test/processes.ts";
import { type ReadEvent, type ReadEvents, readEvents } from "../test/read-events.ts";
import { createTempCheckout } from "../test/temp-checkout.ts";
import { buildFunctions, type FunctionFiles } from "./function-build.ts";
import { watchFolder } from "./policy-watch.ts";
import { runScenario } from "./scenario.ts";
import { type Stack, startStack } from "./stack.ts";

const V1_PETS = "/petstore/v1/pets";
const OWNER = "policies/pet-owner.ts";
const IMPLICIT_DENY = '{"Message":"User is not authorized to access this resource"}';

const checkout = createTempCheckout();
const { root } = checkout;
let functions: Promise<FunctionFiles>;
let stack: Stack;
const decisions: DecisionEntry[] = [];
beforeAll(async () => {
  functions = buildFunctions(root);
  stack = await startStack({ root, port: 0, functions, onDecision: (entry) => decisions.push(entry) });
});
afterAll(() => stack?.close());
beforeEach(() => {
  decisions.splice(0);
});

async function tokenOf(username: string): Promise<string> {
  const { cognito, region, users } = stack.file;
  const user = users.find((each) => each.username === username);
  if (!user) throw new Error(`expected a user \`${username}\``);
  const { clientId, endpoint } = cognito;
  const { accessToken } = await logIn({ username, password: user.password, clientId, region, endpoint });
  return accessToken;
}

async function get(url: string, token?: string, headers: Record<string, string> = {}): Promise<Response> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return fetch(url, { headers: { ...headers, ...authorization } });
}

async function nextWhere(events: ReadEvents, isWanted: (event: ReadEvent) => boolean): Promise<ReadEvent> {
  for (;;) {
    const event = await events.next();
    if (isWanted(event)) return event;
  }
}

describe("the local stack", () => {
  it("answers every call of the scenario as it should", async () => {
    const outcomes = await collect(runScenario(stack.file));
    const different = outcomes.filter(({ asExpected }) => !asExpected);
    expect(outcomes.length).toBeGreaterThanOrEqual(9);
    expect(different).toEqual([]);
  });

  it("says where its parts are, on this machine alone", () => {
    expect(readStackFile(root)).toEqual(stack.file);
    const { apiUrl, outsideApiUrl, consoleUrl, cognito, dynamodb, methods } = stack.file;
    const urls = [apiUrl, outsideApiUrl, consoleUrl, cognito.endpoint, cognito.jwksUri, dynamodb.endpoint];
    urls.push(methods.apiUrl, methods.outsideApiUrl, methods.stsUrl);
    for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
  });

  it("lets AWS's client read the policies as they were compiled", async () => {
    const { dynamodb, region } = stack.file;
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    const client = new DynamoDBClient({ endpoint: dynamodb.endpoint, region, credentials });
    const Key = { group: { S: "pet-owner" } };
    const { Item } = await client.send(new GetItemCommand({ TableName: dynamodb.tableName, Key }));
    client.destroy();
    const owner = loadRepository(root).policies.find(({ compiled }) => compiled.group === "pet-owner");
    expect(Item).toMatchObject({
      policy: { S: owner?.compiled.text },
      revision: { S: owner?.compiled.revision },
    });
  });

  it("lets AWS's client log in, and AWS's verifier check the token", async () => {
    const { userPoolId, clientId, jwksUri } = stack.file.cognito;
    const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: "access" });
    verifier.cacheJwks((await (await fetch(jwksUri)).json()) as { keys: [PublicJwk] });
    const claims = await verifier.verify(await tokenOf("vet"));
    expect(claims["cognito:groups"]).toEqual(["pet-veterinarian"]);
  });

  it("gives `lychgate token` a token that opens the API", async () => {
    const { code, stdout, stderr } = await lychgate(root, "token", "owner");
    expect(stdout).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect((await get(stack.file.apiUrl + V1_PETS, stdout.trim())).status).toBe(200);
  });

  it("gives `lychgate token` the names of its users when it has not the one that is asked for", async () => {
    expect(await lychgate(root, "token", "mallory")).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "lychgate: the local stack has no user `mallory`; it has `vet`, `owner`, `admin`, `guest`, `groomer`\n",
    });
  });

  it("is what `lychgate seed` writes to", async () => {
    expect(await lychgate(root, "seed")).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^0 added, 0 changed, 0 replaced, 0 removed, 3 unchanged\nrelease [0-9a-f]{64}\nnothing to write\n$/,
      ),
      stderr: "",
    });
  });

  it("never asks the authorizer about a request without a token", async () => {
    const response = await get(stack.file.apiUrl + V1_PETS);
    expect([response.status, await response.text()]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(decisions).toMatchObject([{ status: 401, authorizer: "none", principalId: null, decision: null }]);
  });

  it("keeps an authorizer's answer for the requests after it", async () => {
    const token = await tokenOf("vet");
    for (const path of [V1_PETS, V1_PETS, "/petstore/v2/status"]) await get(stack.file.apiUrl + path, token);
    expect(decisions.map(({ authorizer }) => authorizer)).toEqual(["miss", "hit", "hit"]);
  });

  it("shows who may call what, and says what was decided of a call", async () => {
    const { consoleUrl } = stack.file;
    expect(await (await get(`${consoleUrl}/stack.json`)).json()).toEqual(stack.file);
    const { matrix } = (await (await get(`${consoleUrl}/bundle.json`)).json()) as AccessBundle;
    expect(matrix.groups).toContain("pet-veterinarian");

    const called = await get(`${consoleUrl}/gateway/elsewhere/dev${V1_PETS}`, await tokenOf("vet"));
    expect([called.status, await called.text()]).toEqual([403, IMPLICIT_DENY]);
    const id = called.headers.get("x-amzn-requestid");
    const decision = await (await get(`${consoleUrl}/decisions/${id}`)).json();
    expect(decision).toEqual(decisions.at(-1));
    expect(decision).toMatchObject({ status: 403, decision: "implicitDeny", resourcePath: V1_PETS });
    const demo = await get(`${consoleUrl}/gateway/methods/dev/demo/pets`);
    expect(demo.status).toBe(403);
    expect((await get(`${consoleUrl}/decisions/${demo.headers.get("x-amzn-requestid")}`)).status).toBe(200);
  });

  it("logs a user of the console in by the login page of the pool", async () => {
    const { cognito, consoleUrl, users } = stack.file;
    const verifier = randomBytes(32).toString("base64url");
    const asked = {
      client_id: cognito.clientId,
      redirect_uri: `${consoleUrl}/`,
      response_type: "code",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      scope: "openid",
      state: "s1",
    };
    const login = `${cognito.endpoint}/oauth2/authorize`;
    const page = await get(`${login}?${new URLSearchParams(asked)}`);
    expect(await page.text()).toContain('name="password"');
    const { username = "", password = "" } = users.find((user) => user.username === "vet") ?? {};
    const form = new URLSearchParams({ ...asked, username, password });
    const sent = await fetch(login, { method: "POST", body: form, redirect: "manual" });
    const { origin, pathname, searchParams } = new URL(sent.headers.get("location") ?? "");
    expect([origin + pathname, searchParams.get("state")]).toEqual([`${consoleUrl}/`, "s1"]);

    const { client_id, redirect_uri } = asked;
    const exchange = new URLSearchParams({
      ...{ grant_type: "authorization_code", code: searchParams.get("code") ?? "" },
      ...{ client_id, redirect_uri, code_verifier: verifier },
    });
    const token = await fetch(`${consoleUrl}/oauth2/token`, {
      method: "POST",
      body: exchange,
      headers: { origin: consoleUrl },
    });
    const { access_token } = (await token.json()) as { access_token: string };
    expect((await get(`${consoleUrl}/gateway/clinic/dev${V1_PETS}`, access_token)).status).toBe(200);
  });

  it("does not start a second time on its port, and leaves the first one running", async () => {
    const port = Number(new URL(stack.file.apiUrl).port);
    const starting = startStack({ root: createTempCheckout().root, port, functions });
    await expect(starting).rejects.toThrow(`port ${port} is in use`);
    expect((await get(stack.file.apiUrl + V1_PETS)).status).toBe(401);
  });
});

describe("the network of a caller", () => {
  const SPOOFS = (ip: string): Record<string, string>[] => [
    { "x-forwarded-for": ip },
    { "x-forwarded-for": `${ip}, ${ip}` },
    { "x-real-ip": ip },
    { forwarded: `for=${ip}` },
    { "cf-connecting-ip": ip },
    { "true-client-ip": ip },
    { "x-client-ip": ip },
    { "x-amzn-source-ip": ip },
    { "x-amzn-requestcontext": JSON.stringify({ identity: { sourceIp: ip } }) },
    { "x-source-ip": ip },
  ];
  let token: string;
  beforeAll(async () => {
    token = await tokenOf("vet");
  });

  it.each(SPOOFS("192.0.2.10"))(
    "is elsewhere at the second listener, whatever they send: %o",
    async (headers) => {
      const response = await get(stack.file.outsideApiUrl + V1_PETS, token, headers);
      expect([response.status, await response.text()]).toEqual([403, IMPLICIT_DENY]);
    },
  );

  it.each(SPOOFS("203.0.113.10"))(
    "is the clinic at the first listener, whatever they send: %o",
    async (headers) => {
      expect((await get(stack.file.apiUrl + V1_PETS, token, headers)).status).toBe(200);
    },
  );
});

describe("a policy that is saved", () => {
  const good = checkout.read(OWNER);
  const readers = '"GET /petstore/v1/pets", "GET /petstore/v1/pets/{petId}"';
  const narrower = good.replace(readers, '"GET /petstore/v2/pets"');
  const broken = good.replace(readers, '"GET /petstore/v9/pets"');
  let token: string;
  const statusOf = async () => (await get(stack.file.apiUrl + V1_PETS, token)).status;

  beforeAll(async () => {
    token = await tokenOf("owner");
  });
  afterEach(async () => {
    checkout.write(OWNER, good);
    await stack.sync();
  });

  it("is in force for the next request, although the answers before it are kept", async () => {
    expect(narrower).not.toBe(good);
    expect([await statusOf(), await statusOf()]).toEqual([200, 200]);
    expect(decisions.at(-1)?.authorizer).toBe("hit");
    checkout.write(OWNER, narrower);
    expect(await stack.sync()).toEqual({
      kind: "seeded",
      groups: [{ group: "pet-owner", change: "changed" }],
    });
    expect(await statusOf()).toBe(403);
    checkout.write(OWNER, good);
    await stack.sync();
    expect(await statusOf()).toBe(200);
  });

  it("is in force without being asked for while the folder is watched", async () => {
    expect(await statusOf()).toBe(200);
    const end = watchFolder(root, "policies", async () => {
      await stack.sync();
    });
    try {
      const { consoleUrl } = stack.file;
      const before = (await (await get(`${consoleUrl}/bundle.json`)).json()) as AccessBundle;
      const events = await readEvents(`${consoleUrl}/events`);
      checkout.write(OWNER, narrower);
      // A page that comes is told of the save before.
      await nextWhere(events, ({ event, id }) => event === "policies" && id !== before.revision.hash);
      expect(await statusOf()).toBe(403);
      checkout.write(OWNER, good);
      await expect.poll(statusOf, { timeout: 10_000 }).toBe(200);
    } finally {
      end();
    }
  });

  it("is not in force when it is broken: the last good one is, and the problem is told by file and line", async () => {
    checkout.write(OWNER, broken);
    const line = broken.slice(0, broken.indexOf("ReadPets")).split("\n").length - 1;
    expect(await stack.sync()).toEqual({
      kind: "refused",
      problems: [expect.stringMatching(new RegExp(`^policies/pet-owner\\.ts:${line}: .*/petstore/v9/pets`))],
    });
    const problem = { file: OWNER, line, message: expect.stringContaining("/petstore/v9/pets") };
    const events = await readEvents(`${stack.file.consoleUrl}/events`);
    const told = await nextWhere(events, ({ event }) => event === "problems");
    expect(told.data).toEqual({ problems: [problem] });
    expect(await statusOf()).toBe(200);
    expect((await get(`${stack.file.apiUrl}/petstore/v9/pets`, token)).status).toBe(403);
  });

  it("takes everything away when it is gone", async () => {
    checkout.remove(OWNER);
    expect(await stack.sync()).toEqual({
      kind: "seeded",
      groups: [{ group: "pet-owner", change: "removed" }],
    });
    expect(await statusOf()).toBe(403);
  });
});

describe("the end of the local stack", () => {
  it("leaves no file and no listener", async () => {
    const { file } = stack;
    expect(existsSync(stackFilePath(root))).toBe(true);
    await stack.close();
    expect(existsSync(stackFilePath(root))).toBe(false);
    const urls = [
      file.apiUrl,
      file.outsideApiUrl,
      file.consoleUrl,
      file.cognito.endpoint,
      file.dynamodb.endpoint,
      file.methods.apiUrl,
      file.methods.outsideApiUrl,
      file.methods.stsUrl,
    ];
    for (const url of urls) {
      const { close } = await listenOnLoopback(createServer(), Number(new URL(url).port));
      await close();
    }
  });

  it("may be asked for twice", async () => {
    await expect(stack.close()).resolves.toBeUndefined();
  });
});
