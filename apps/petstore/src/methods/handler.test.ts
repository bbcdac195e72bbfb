import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Caller, methodsEvent } from "../../test/methods-event.ts";
import { createMethodsHandler } from "./handler.ts";

const PETS =
  '{"pets":[{"id":1,"name":"Birds"},{"id":2,"name":"Cats"},{"id":3,"name":"Dogs"},{"id":4,"name":"Fish"}]}';
const ROLE = "arn:aws:iam::111122223333:role/vets";
const USER = { claims: { sub: "5c0a4c0e", "cognito:preferred_role": ROLE } };
const SESSION =
  "<AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>shh/+=</SecretAccessKey><SessionToken>tok/+=</SessionToken>";

interface Received {
  line: string;
  headers: IncomingMessage["headers"];
  body: string;
}

let server: Server;
let endpoint: string;
let answers: Record<string, { status: number; body: string; location?: string }>;
let received: Received[];
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const line = `${request.method} ${request.url}`;
    received.push({ line, headers: request.headers, body: await text(request) });
    const { status, body, location } = answers[line] ?? { status: 404, body: "" };
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  received = [];
  answers = { "POST /": { status: 200, body: SESSION }, "GET /dev/demo/pets": { status: 200, body: PETS } };
});

function call(operation: string, caller: Caller) {
  const handler = createMethodsHandler({
    region: "eu-west-1",
    stsEndpoint: endpoint,
    demoApiUrl: `${endpoint}/dev`,
    credentials: { accessKeyId: "ASIA0", secretAccessKey: "own", sessionToken: "own-token" },
    clock: () => new Date("2026-11-03T10:15:30Z"),
  });
  return handler(methodsEvent(operation, caller));
}

describe("GET /admin", () => {
  it.each([
    ["admins", 200, "Welcome, admin"],
    ["pet-owner,admins", 200, "Welcome, admin"],
    ["pet-owner", 401, "Unauthorized"],
    ["admins2", 401, "Unauthorized"],
    ["not admins", 401, "Unauthorized"],
    ["Admins", 401, "Unauthorized"],
    ["", 401, "Unauthorized"],
    [undefined, 401, "Unauthorized"],
    [["admins"], 401, "Unauthorized"],
  ])("answers who is in the groups %j with %i", async (groups, statusCode, body) => {
    const claims = { sub: "5c0a4c0e", "cognito:groups": groups };
    expect(await call("GET /admin", { claims })).toMatchObject({ statusCode, body });
  });
});

describe("GET /role", () => {
  it("assumes the preferred role in the name of the user, for a quarter of an hour", async () => {
    const answer = await call("GET /role", USER);
    expect(answer).toMatchObject({ statusCode: 200, body: "Group role has been assumed" });
    expect(received).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(received[0]?.body))).toEqual({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: ROLE,
      RoleSessionName: "5c0a4c0e",
      DurationSeconds: "900",
    });
    expect(received[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/Credential=ASIA0\/20261103\/eu-west-1\/sts\/aws4_request, /),
      "x-amz-security-token": "own-token",
    });
  });

  it.each([[{ sub: "5c0a4c0e" }], [{ sub: "5c0a4c0e", "cognito:preferred_role": "" }]])(
    "asks nobody for a user without a role: %j",
    async (claims) => {
      const body = '{"message":"none of the caller\'s groups has a role"}';
      expect(await call("GET /role", { claims })).toMatchObject({ statusCode: 403, body });
      expect(received).toEqual([]);
    },
  );

  it("refuses a user whose role does not trust the function", async () => {
    answers["POST /"] = { status: 403, body: "<Error><Code>AccessDenied</Code></Error>" };
    const body = '{"message":"the group\'s role does not trust this function"}';
    for (const path of ["GET /role", "GET /role/pets"]) {
      expect(await call(path, USER)).toMatchObject({ statusCode: 403, body });
    }
    expect(received.map(({ line }) => line)).toEqual(["POST /", "POST /"]);
  });

  it.each([
    [{ status: 403, body: "<Error><Code>ExpiredToken</Code></Error>" }],
    [{ status: 500, body: "<Error><Code>InternalFailure</Code></Error>" }],
    [{ status: 200, body: "<AccessKeyId>ASIA1</AccessKeyId>" }],
    [{ status: 302, body: "", location: "/elsewhere" }],
  ])("is a fault when the service says %j", async (answer) => {
    answers["POST /"] = answer;
    await expect(call("GET /role", USER)).rejects.toThrow(Error);
    expect(received).toHaveLength(1);
  });
});

describe("GET /role/pets", () => {
  it("calls the demo with the credentials of the session, and passes on what it answers", async () => {
    expect(await call("GET /role/pets", USER)).toMatchObject({ statusCode: 200, body: PETS });
    expect(received[1]?.headers).toMatchObject({
      authorization: expect.stringMatching(
        /Credential=ASIA1\/20261103\/eu-west-1\/execute-api\/aws4_request, /,
      ),
      "x-amz-security-token": "tok/+=",
    });
  });

  it("passes on that the role may not call it", async () => {
    answers["GET /dev/demo/pets"] = { status: 403, body: '{"Message":"no"}' };
    expect(await call("GET /role/pets", USER)).toMatchObject({ statusCode: 403, body: '{"Message":"no"}' });
  });

  it("gives the credentials to nobody", async () => {
    const answer = JSON.stringify(await call("GET /role/pets", USER));
    for (const secret of ["ASIA1", "shh", "tok"]) expect(answer).not.toContain(secret);
  });
});

const SIGNED: Caller = { userArn: "arn:aws:iam::111122223333:user/alice" };

describe("the other operations", () => {
  it.each<[string, Caller, string]>([
    ["GET /demo/pets", SIGNED, PETS],
    ["GET /demo/status", SIGNED, '{"status":"ok"}'],
    ["GET /scoped/pets", USER, PETS],
    ["GET /scoped/status", USER, '{"status":"ok"}'],
    ["GET /metered/pets", { apiKeyId: "clinic" }, PETS],
    ["GET /network/pets", {}, PETS],
  ])("%s answers whom API Gateway let through", async (operation, caller, body) => {
    expect(await call(operation, caller)).toMatchObject({ statusCode: 200, body });
  });

  it.each<[string, Caller]>([
    ["GET /admin", SIGNED],
    ["GET /role", { claims: "admins" }],
    ["GET /role/pets", {}],
    ["GET /demo/pets", USER],
    ["GET /demo/status", { userArn: "" }],
    ["GET /scoped/pets", { claims: null }],
    ["GET /scoped/status", { apiKeyId: "clinic" }],
    ["GET /metered/pets", USER],
  ])("%s does nothing for a request that came past what protects it: %j", async (operation, caller) => {
    const body = '{"message":"the request carries no proof of its caller"}';
    expect(await call(operation, caller)).toMatchObject({ statusCode: 500, body });
    expect(received).toEqual([]);
  });

  it.each(["POST /admin", "GET /petstore/v1/pets", "GET /demo"])("%s is none", async (operation) => {
    const body = JSON.stringify({ message: `no operation \`${operation}\`` });
    expect(await call(operation, USER)).toMatchObject({ statusCode: 404, body });
  });
});
