import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { signedRequest } from "../../../gateway/test/signed-request.ts";
import { createSigningPool } from "../../../gateway/test/user-pool.ts";
import { lychgate, startLychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";
import { listenOnLoopback } from "../loopback.ts";

const pool = createSigningPool("eu-west-1_Things", Math.floor(Date.now() / 1000));
const ISSUER = pool.issuer;

function functionArn(name: string): string {
  return `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
}

const AUTHORIZER = "x-amazon-apigateway-authorizer";

function operation(security: object[], more: object = {}): object {
  const uri = functionArn("things");
  const integration = { type: "aws_proxy", uri, payloadFormatVersion: "2.0" };
  return { security, responses: {}, "x-amazon-apigateway-integration": integration, ...more };
}

const CONTRACT = {
  openapi: "3.0.3",
  info: { title: "things", version: "1" },
  paths: {
    "/things": { get: operation([{ gate: [] }]) },
    "/claims": { get: operation([{ issuer: [] }]) },
  },
  components: {
    securitySchemes: {
      gate: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        [AUTHORIZER]: {
          type: "request",
          authorizerUri: functionArn("gate"),
          authorizerPayloadFormatVersion: "2.0",
          enableSimpleResponses: true,
          identitySource: "$request.header.Authorization",
          authorizerResultTtlInSeconds: 0,
        },
      },
      issuer: {
        type: "oauth2",
        [AUTHORIZER]: {
          type: "jwt",
          identitySource: "$request.header.Authorization",
          jwtConfiguration: { issuer: ISSUER, audience: ["clinic"] },
        },
      },
    },
  },
};

const THINGS = `export const handler = async ({ rawPath, requestContext: { stage, authorizer } }) => ({
  path: rawPath, stage, caller: authorizer.jwt?.claims.sub ?? authorizer.lambda.caller,
});
`;

/** Lets in whoever brings the token \`sesame\`. */
const GATE = `export const handler = async ({ headers: { authorization } }) => ({
  isAuthorized: authorization === "sesame", context: { caller: "ana" },
});
`;

const FILES = { "api.yaml": JSON.stringify(CONTRACT), "things.mjs": THINGS, "gate.mjs": GATE };
const HTTP = ["serve", "api.yaml", "--port", "0", "--api", "http"];
const SERVE = [...HTTP, "--handler", "things=things.mjs", "--handler", "gate=gate.mjs"];

describe.concurrent("lychgate serve --api http", () => {
  it("serves the stage $default, verifies tokens by the keys at the address, and prints none", async () => {
    const keyServer = await listenOnLoopback(
      createServer((_, response) => response.end(JSON.stringify(pool.answer()))),
      0,
    );
    const serving = startLychgate([...SERVE, "--jwt-issuer", `${ISSUER}=${keyServer.endpoint}/keys`], {
      cwd: createFolder(FILES).root,
    });
    const url = (await serving.nextLine()) ?? "";
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answers = [];
    const printed = [];
    for (const [path, authorization] of [
      ["/things", "sesame"],
      ["/things", "secret-word"],
      ["/claims", `Bearer ${pool.token({ aud: "clinic" })}`],
      ["/claims", `Bearer ${pool.token({ aud: "shop" })}`],
      ["/none", ""],
    ] as const) {
      const response = await fetch(url + path, { headers: { authorization } });
      answers.push([response.status, await response.text()]);
      printed.push(await serving.nextLine());
    }
    expect(answers).toEqual([
      [200, '{"path":"/things","stage":"$default","caller":"ana"}'],
      [403, '{"message":"Forbidden"}'],
      [200, '{"path":"/claims","stage":"$default","caller":"ann"}'],
      [401, '{"message":"Unauthorized"}'],
      [404, '{"message":"Not Found"}'],
    ]);
    expect(printed[1]).toContain('"implicitDeny"');
    expect(printed.join()).not.toMatch(/eyJ|secret-word/);
    expect(await serving.end()).toBe(0);
    await keyServer.close();
  });

  it("serves a named stage", async () => {
    const serving = startLychgate([...SERVE, "--stage", "dev", "--jwt-issuer", ISSUER], {
      cwd: createFolder(FILES).root,
    });
    const url = (await serving.nextLine()) ?? "";
    expect(url).toMatch(/\/dev$/);
    const response = await fetch(`${url}/things`, { headers: { authorization: "sesame" } });
    expect(await response.json()).toEqual({ path: "/dev/things", stage: "dev", caller: "ana" });
    expect(await serving.end()).toBe(0);
  });

  it("lets in who signs and has the permission", async () => {
    const key = { accessKeyId: "AKIAANAEXAMPLE0001", secretAccessKey: "ana/EXAMPLE+secret/0001" };
    const Resource = "arn:aws:execute-api:*:*:*/$default/GET/signed";
    const Statement = { Effect: "Allow", Action: "execute-api:Invoke", Resource };
    const policies = [{ Version: "2012-10-17", Statement }];
    const iam = { accountId: "111122223333", users: [{ name: "ana", accessKeys: [key], policies }] };
    const signed = operation([], { "x-amazon-apigateway-auth": { type: "AWS_IAM" } });
    const paths = { "/signed": { get: signed }, "/signed/{id}": { get: signed } };
    const api = JSON.stringify({ openapi: "3.0.3", info: CONTRACT.info, paths });
    const { root } = createFolder({
      "api.yaml": api,
      "iam.json": JSON.stringify(iam),
      "things.mjs": "export const handler = async (event) => event.requestContext.authorizer.iam.userArn;",
    });
    const args = [...HTTP, "--iam", "iam.json", "--handler", "things=things.mjs"];
    const serving = startLychgate(args, { cwd: root });
    const url = (await serving.nextLine()) ?? "";
    const send = async (path: string, isSigned: boolean) => {
      const headers: [string, string][] = [["host", new URL(url).host]];
      const request = await signedRequest(`GET ${path}`, { credentials: key, at: Date.now() }, { headers });
      const sent = isSigned ? request.headers.map(([name, value]): [string, string] => [name, value]) : [];
      const response = await fetch(url + path, { headers: sent });
      return [response.status, await response.text()];
    };
    expect(await send("/signed", true)).toEqual([200, "arn:aws:iam::111122223333:user/ana"]);
    expect(await send("/signed/1", true)).toEqual([403, '{"message":"Forbidden"}']);
    expect(await send("/signed", false)).toEqual([403, '{"message":"Forbidden"}']);
    expect(await serving.end()).toBe(0);
  });

  const REST = SERVE.filter((word) => word !== "--api" && word !== "http");
  it.each([
    ["an issuer without keys", SERVE, `expected the keys of the issuer \`${ISSUER}\`, came none`],
    [
      "an address that is none",
      [...SERVE, "--jwt-issuer", `${ISSUER}=keys.json`],
      "--jwt-issuer expects the address of its keys after `=`, came `keys.json`",
    ],
    ["an issuer that is none", [...SERVE, "--jwt-issuer", "clinic"], "expected the URL of an issuer, came"],
    [
      "what HTTP APIs do not have",
      [...SERVE, "--plans", "plans.yaml", "--user-pool", "arn"],
      "an HTTP API is served without --plans, --user-pool",
    ],
    [
      "an issuer of a REST API",
      [...REST, "--jwt-issuer", ISSUER],
      "--jwt-issuer needs --api http: no other API has JWT authorizers",
    ],
    ["a document of an HTTP API without saying so", REST, "belongs to HTTP APIs, which `--api http` serves"],
    ["another type", [...REST, "--api", "graphql"], "Allowed choices are rest, http"],
  ])("says what is wrong with %s", async (_, args, problem) => {
    const { code, stderr } = await lychgate(args, { cwd: createFolder(FILES).root });
    expect(code).toBe(2);
    expect(stderr).toContain(problem);
  });
});
