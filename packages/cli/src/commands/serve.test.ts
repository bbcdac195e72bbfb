import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { lychgate, startLychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";
import { listenOnLoopback } from "../loopback.ts";

function uriOf(name: string): string {
  const arn = `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
  return `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

const INTEGRATION = { type: "aws_proxy", httpMethod: "POST", uri: uriOf("things") };

function contract(operation: object = {}): string {
  const get = {
    security: [{ gate: [] }],
    responses: {},
    "x-amazon-apigateway-integration": INTEGRATION,
    ...operation,
  };
  const gate = {
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type: "token",
      authorizerResultTtlInSeconds: 0,
      authorizerUri: uriOf("gate"),
    },
  };
  return JSON.stringify({
    openapi: "3.0.3",
    info: { title: "things", version: "1" },
    paths: { "/things": { get } },
    components: { securitySchemes: { gate } },
  });
}

const THINGS = `export const handler = async ({ path, requestContext }) => ({
  statusCode: 200,
  body: JSON.stringify({
    path,
    stage: requestContext.stage,
    sourceIp: requestContext.identity.sourceIp,
    caller: requestContext.authorizer.principalId,
  }),
});
`;

/** Lets in whoever brings the token `sesame`. */
const GATE = `export const handler = async ({ authorizationToken, methodArn }) => {
  const Effect = authorizationToken === "sesame" ? "Allow" : "Deny";
  const Statement = [{ Sid: "Gate", Effect, Action: "execute-api:Invoke", Resource: methodArn }];
  return { principalId: "ana", policyDocument: { Version: "2012-10-17", Statement } };
};
`;

const FILES = { "api.yaml": contract(), "things.mjs": THINGS, "gate.mjs": GATE };
const HANDLERS = ["--handler", "things=things.mjs", "--handler", "gate=./gate.mjs"];

function serve(...args: string[]) {
  return startLychgate(["serve", "api.yaml", "--port", "0", ...args], { cwd: createFolder(FILES).root });
}

describe.concurrent("lychgate serve", () => {
  it("prints where it serves, answers, logs each decision, and ends when told", async () => {
    const serving = serve(...HANDLERS);
    const url = (await serving.nextLine()) ?? "";
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/dev$/);

    const answered = await fetch(`${url}/things`, { headers: { authorization: "sesame" } });
    expect([answered.status, await answered.json()]).toEqual([
      200,
      { path: "/things", stage: "dev", sourceIp: "127.0.0.1", caller: "ana" },
    ]);
    expect(JSON.parse((await serving.nextLine()) ?? "")).toMatchObject({
      method: "GET",
      resourcePath: "/things",
      status: 200,
      principalId: "ana",
      decision: "allowed",
      sids: ["Gate"],
    });

    const refused = await fetch(`${url}/things`, { headers: { authorization: "secret-word" } });
    expect(refused.status).toBe(403);
    const entry = await serving.nextLine();
    expect(entry).toContain('"explicitDeny"');
    expect(entry).not.toContain("secret-word");

    expect(await serving.end("SIGTERM")).toBe(0);
    await expect(fetch(`${url}/things`)).rejects.toThrow("fetch failed");
  });

  it("serves another stage, for callers from another address, and ends with Ctrl-C", async () => {
    const serving = serve(...HANDLERS, "--stage", "prod", "--source-ip", "203.0.113.10");
    const url = (await serving.nextLine()) ?? "";
    expect(url).toMatch(/\/prod$/);
    const answered = await fetch(`${url}/things`, { headers: { authorization: "sesame" } });
    expect(await answered.json()).toMatchObject({ stage: "prod", sourceIp: "203.0.113.10" });
    expect(await serving.end("SIGINT")).toBe(0);
  });

  it("says which port is in use", async () => {
    const taken = await listenOnLoopback(createServer());
    const { port } = new URL(taken.endpoint);
    const run = await lychgate(["serve", "api.yaml", "--port", port, ...HANDLERS], {
      cwd: createFolder(FILES).root,
    });
    await taken.close();
    const stderr = `lychgate: port ${port} is in use; choose another with --port, 0 for any\n`;
    expect(run).toEqual({ code: 2, stdout: "", stderr });
  });

  const gateOnly = ["--handler", "gate=gate.mjs"];
  it.each([
    ["a contract that is missing", { "api.yaml": null }, HANDLERS, /api\.yaml cannot be read: ENOENT/],
    ["a contract that is no YAML", { "api.yaml": "a: [" }, HANDLERS, /api\.yaml cannot be read: /],
    [
      "an extension that it cannot honour",
      { "api.yaml": contract({ "x-amazon-apigateway-bogus": 1 }) },
      HANDLERS,
      /paths\.\/things\.get\.x-amazon-apigateway-bogus: this extension is not supported here/,
    ],
    ["a function without a handler", {}, gateOnly, /`?things`?/],
    [
      "a handler's module that is missing",
      {},
      [...gateOnly, "--handler", "things=gone.mjs"],
      /gone\.mjs cannot be loaded: /,
    ],
    [
      "a handler's module without a handler",
      { "things.mjs": "export const handle = 1;" },
      HANDLERS,
      /things\.mjs: expected an export `handler`/,
    ],
    ["a source address that is none", {}, [...HANDLERS, "--source-ip", "here"], /here/],
  ])("answers %s with one line and exit code 2", async (_, files, args, message) => {
    const wanted = Object.entries({ ...FILES, ...files }).filter(
      (file): file is [string, string] => file[1] !== null,
    );
    const { root } = createFolder(Object.fromEntries(wanted));
    const { code, stdout, stderr } = await lychgate(["serve", "api.yaml", "--port", "0", ...args], {
      cwd: root,
    });
    expect(stderr).toMatch(new RegExp(`^lychgate: .*${message.source}.*\n$`));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
