import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { lychgate, type Running, startLychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";
import { logIn } from "../cognito-login.ts";
import { listenOnLoopback } from "../loopback.ts";

const FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:things";
const POOL = "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_Things";
const OTHER_POOL = "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Others";
const ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Things";
const CLIENT_ID = "4example23456789";
const ROLE = "arn:aws:iam::111122223333:role/vets";

const INTEGRATION = {
  type: "aws_proxy",
  httpMethod: "POST",
  uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
};

function contract(scheme: object, integration: object = INTEGRATION): string {
  const get = { security: [{ pool: [] }], responses: {}, "x-amazon-apigateway-integration": integration };
  return JSON.stringify({
    openapi: "3.0.3",
    info: { title: "things", version: "1" },
    paths: { "/things": { get } },
    components: { securitySchemes: { pool: scheme } },
  });
}

function restApi(...providerARNs: string[]): string {
  return contract({
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "cognito_user_pools",
    "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs },
  });
}

function httpApi(issuer = ISSUER): string {
  const authorizer = {
    type: "jwt",
    identitySource: "$request.header.Authorization",
    jwtConfiguration: { issuer, audience: [CLIENT_ID] },
  };
  const scheme = { type: "oauth2", "x-amazon-apigateway-authorizer": authorizer };
  return contract(scheme, { type: "aws_proxy", uri: FUNCTION, payloadFormatVersion: "2.0" });
}

const PASSWORD = "Ana-1234";
const USERS = {
  users: [
    { username: "ana", password: PASSWORD, groups: ["vets"], attributes: { "custom:tenant": "north" } },
    { username: "ben", password: "Ben-1234", groups: [] },
  ],
  groups: [{ name: "vets", roleArn: ROLE, precedence: 1 }],
};

/** Answers with the claims that reached it. */
const THINGS = `export const handler = async ({ requestContext: { authorizer } }) => ({
  statusCode: 200, body: JSON.stringify(authorizer.claims ?? authorizer.jwt.claims),
});
`;

const FILES = {
  "rest.json": restApi(POOL),
  "two.json": restApi(POOL, OTHER_POOL),
  "http.json": httpApi(),
  "elsewhere.json": httpApi("https://idp.example.com"),
  "chat.json": JSON.stringify({ name: "chat", protocolType: "WEBSOCKET", routes: {} }),
  "things.mjs": THINGS,
  "users.json": JSON.stringify(USERS),
  "wrong.json": JSON.stringify({ users: [{ username: "ana", password: 5, groups: ["vets"] }] }),
  "broken.json": `{ "users": "${PASSWORD}`,
};

function argsOf(file: string, ...more: string[]): string[] {
  return ["serve", file, "--port", "0", "--handler", "things=things.mjs", ...more];
}

interface Serving extends Running {
  url: string;
  endpoint: string;
  clientId: string;
}

async function serve(file: string, ...more: string[]): Promise<Serving> {
  const serving = startLychgate(argsOf(file, "--users", "users.json", ...more), {
    cwd: createFolder(FILES).root,
  });
  const url = `${await serving.nextLine()}/things`;
  const [, endpoint = "", clientId = ""] =
    /^users (http:\/\/127\.0\.0\.1:\d+) client (\S+)$/.exec((await serving.nextLine()) ?? "") ?? [];
  return { ...serving, url, endpoint, clientId };
}

function tokensOf({ endpoint, clientId }: Serving, username = "ana", password = PASSWORD) {
  return logIn({ username, password, clientId, endpoint, region: "eu-central-1" });
}

async function call({ url }: Serving, authorization?: string): Promise<[number, string]> {
  const response = await fetch(url, { headers: authorization === undefined ? {} : { authorization } });
  return [response.status, await response.text()];
}

const UNAUTHORIZED = [401, '{"message":"Unauthorized"}'];

describe.concurrent("lychgate serve --users", () => {
  it("signs users in at the pool that the contract names, lets their ID tokens in, and prints none", async () => {
    const serving = await serve("rest.json");
    const { idToken, accessToken } = await tokensOf(serving);
    const [status, claims] = await call(serving, idToken);
    expect([status, JSON.parse(claims)]).toEqual([
      200,
      expect.objectContaining({
        iss: ISSUER,
        aud: serving.clientId,
        "cognito:username": "ana",
        "cognito:groups": "vets",
        "cognito:preferred_role": ROLE,
        "custom:tenant": "north",
      }),
    ]);
    expect(await call(serving, accessToken)).toEqual(UNAUTHORIZED);
    expect(await call(serving)).toEqual(UNAUTHORIZED);
    await expect(tokensOf(serving, "ana", "Ben-1234")).rejects.toMatchObject({ code: "LoginRefused" });

    const printed = [await serving.nextLine(), await serving.nextLine(), await serving.nextLine()].join();
    expect(printed).not.toMatch(/eyJ|1234"/);
    expect(await serving.end()).toBe(0);
    await expect(fetch(serving.endpoint)).rejects.toThrow("fetch failed");
  });

  it("has a key of its own at each start, so that another's tokens are none", async () => {
    const [one, other] = [await serve("rest.json"), await serve("rest.json")];
    const { idToken } = await tokensOf(other);
    expect((await call(other, idToken))[0]).toBe(200);
    expect(await call(one, idToken)).toEqual(UNAUTHORIZED);
    expect(await Promise.all([one.end(), other.end()])).toEqual([0, 0]);
  });

  it("gives `lychgate token` what it asks for, by the gateway's clock", async () => {
    const serving = await serve("rest.json", "--clock", "2031-06-01T12:00:00Z", "--users-port", "0");
    const { endpoint, clientId } = serving;
    const args = ["token", "ben", "--id", "--region", "eu-central-1", "--client-id", clientId];
    const env = { LYCHGATE_PASSWORD: "Ben-1234" };
    const { code, stdout } = await lychgate([...args, "--endpoint", endpoint], { env });
    expect(code).toBe(0);
    const [status, claims] = await call(serving, stdout.trim());
    expect([status, claims]).toEqual([200, expect.stringContaining("2031")]);
    expect(claims).not.toContain("cognito:groups");
    expect(await serving.end()).toBe(0);
  });

  it("is an issuer of an HTTP API's tokens, with the audience as app client", async () => {
    const serving = await serve("http.json", "--api", "http");
    expect(serving.clientId).toBe(CLIENT_ID);
    const { accessToken } = await tokensOf(serving);
    const [status, claims] = await call(serving, `Bearer ${accessToken}`);
    expect([status, JSON.parse(claims)]).toEqual([
      200,
      expect.objectContaining({ iss: ISSUER, client_id: CLIENT_ID, "cognito:groups": "[vets]" }),
    ]);
    expect((await call(serving))[0]).toBe(401);
    expect(await serving.end()).toBe(0);
  });

  it("is one of several pools when the keys of the others are given", async () => {
    const serving = await serve("two.json", "--user-pool", `${OTHER_POOL}=http://127.0.0.1:1/jwks.json`);
    const { idToken } = await tokensOf(serving);
    expect((await call(serving, idToken))[0]).toBe(200);
    expect(await serving.end()).toBe(0);
  });

  const users = ["--users", "users.json"];
  it.each<[string, string[], string]>([
    [
      "a file that is missing",
      argsOf("rest.json", "--users", "none.json"),
      "none.json cannot be read: ENOENT",
    ],
    ["a file that is no JSON", argsOf("rest.json", "--users", "broken.json"), "broken.json cannot be read: "],
    [
      "a file that is not one of users",
      argsOf("rest.json", "--users", "wrong.json"),
      "wrong.json: users.0.password: expected 1 to 256 characters",
    ],
    [
      "several pools",
      argsOf("two.json", ...users),
      `--users is one user pool, and the contract names \`${POOL}\`, \`${OTHER_POOL}\`: give the others with --user-pool`,
    ],
    [
      "a pool whose keys are given",
      argsOf("rest.json", ...users, "--user-pool", POOL),
      "--users needs a user pool that the contract names and --user-pool does not give, came none",
    ],
    [
      "an issuer that is no user pool",
      argsOf("elsewhere.json", "--api", "http", ...users),
      "--users needs a user pool that the contract names and --jwt-issuer does not give, came none",
    ],
    ["a WebSocket API", argsOf("chat.json", ...users), "a WebSocket API is served without --users"],
    ["a port without users", argsOf("rest.json", "--users-port", "0"), "--users-port needs --users"],
    [
      "a function that is missing, and ends",
      ["serve", "rest.json", "--port", "0", ...users],
      "expected an implementation of the function `things`",
    ],
  ])("says what is wrong with %s", async (_, args, problem) => {
    const { code, stdout, stderr } = await lychgate(args, { cwd: createFolder(FILES).root });
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain(PASSWORD);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("says which port is in use, and ends", async () => {
    const taken = await listenOnLoopback(createServer());
    const { port } = new URL(taken.endpoint);
    const run = await lychgate(argsOf("rest.json", ...users, "--users-port", port), {
      cwd: createFolder(FILES).root,
    });
    await taken.close();
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(`port ${port} is in use`)]);
  });

  it("is told by --help", async () => {
    const { stdout } = await lychgate(["serve", "--help"]);
    expect(stdout).toMatch(/--users <file> +serve the contract's Cognito user pool/);
    expect(stdout).toContain("--users-port <number>");
  });
});
