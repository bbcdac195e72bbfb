import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { signedRequest } from "../../../gateway/test/signed-request.ts";
import { createSigningPool } from "../../../gateway/test/user-pool.ts";
import { lychgate, startLychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";
import { listenOnLoopback } from "../loopback.ts";

const ARN = "arn:aws:lambda:eu-west-1:111122223333:function:things";
const URI = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${ARN}/invocations`;

const CONTRACT = {
  openapi: "3.0.3",
  info: { title: "things", version: "1" },
  paths: {
    "/things": {
      get: {
        responses: {},
        "x-amazon-apigateway-auth": { type: "AWS_IAM" },
        "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri: URI },
      },
    },
  },
};

const THINGS = `export const handler = async ({ requestContext }) => ({
  statusCode: 200,
  body: requestContext.identity.userArn,
});
`;

const ROLE = "arn:aws:iam::111122223333:role/thing";
const KEY = { accessKeyId: "AKIAANAEXAMPLE0001", secretAccessKey: "ana/EXAMPLE+secret/0001" };
const READ = {
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Action: "execute-api:Invoke",
    Resource: "arn:aws:execute-api:*:*:*/*/GET/things",
  },
};

const IDENTITIES = {
  accountId: "111122223333",
  users: [{ name: "ana", accessKeys: [KEY], groups: ["things"] }],
  groups: [{ name: "things", policies: [READ] }],
  roles: [
    {
      name: "thing",
      policies: [READ],
      trustPolicy: {
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:user/ana" },
          Action: "sts:AssumeRole",
        },
      },
    },
  ],
};

const PROVIDER = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Things";

/** A role that the members of a user pool may assume, through one of its clients. */
const MEMBERS = {
  accountId: "111122223333",
  roles: [
    {
      name: "member",
      policies: [READ],
      trustPolicy: {
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${PROVIDER}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [`${PROVIDER}:aud`]: "client" } },
        },
      },
    },
  ],
};

const FILES = {
  "api.yaml": JSON.stringify(CONTRACT),
  "things.mjs": THINGS,
  "iam.json": JSON.stringify(IDENTITIES),
};
const SERVE = ["serve", "api.yaml", "--port", "0", "--handler", "things=things.mjs"];

type Signing = Parameters<typeof signedRequest>[1];

async function send(
  endpoint: string,
  line: string,
  signing: Omit<Signing, "at">,
  body = "",
): Promise<Response> {
  const [method = "", path = ""] = line.split(" ");
  const { host } = new URL(endpoint);
  const headers: [string, string][] = [["host", host]];
  const request = await signedRequest(
    line,
    { ...signing, at: Date.now() },
    { headers, body: Buffer.from(body) },
  );
  const signed = request.headers.map(([name, value]): [string, string] => [name, value]);
  return fetch(`http://${host}${path}`, { method, headers: signed, ...(body !== "" && { body }) });
}

function credentialsIn(xml: string) {
  const element = (name: string) => new RegExp(`<${name}>([^<]+)<`).exec(xml)?.[1] ?? "";
  return {
    accessKeyId: element("AccessKeyId"),
    secretAccessKey: element("SecretAccessKey"),
    sessionToken: element("SessionToken"),
  };
}

describe.concurrent("lychgate serve --iam", () => {
  it("serves whom the file names, and the roles that they assume", async () => {
    const { root } = createFolder(FILES);
    const serving = startLychgate([...SERVE, "--iam", "iam.json", "--sts-port", "0"], { cwd: root });
    const url = (await serving.nextLine()) ?? "";
    const sts = (await serving.nextLine()) ?? "";
    expect(sts).toMatch(/^STS http:\/\/127\.0\.0\.1:\d+$/);

    expect((await fetch(`${url}/things`)).status).toBe(403);
    const answered = await send(url, "GET /dev/things", { credentials: KEY });
    expect([answered.status, await answered.text()]).toEqual([200, "arn:aws:iam::111122223333:user/ana"]);

    const form = `Action=AssumeRole&Version=2011-06-15&RoleSessionName=now&RoleArn=${encodeURIComponent(ROLE)}`;
    const assumed = await send(
      sts.slice("STS ".length),
      "POST /",
      { credentials: KEY, service: "sts" },
      form,
    );
    const credentials = credentialsIn(await assumed.text());
    const served = await send(url, "GET /dev/things", { credentials });
    expect(await served.text()).toBe("arn:aws:sts::111122223333:assumed-role/thing/now");
    expect(await serving.end("SIGTERM")).toBe(0);
  });

  it("serves the role of whom a user pool knows", async () => {
    const pool = createSigningPool("eu-west-1_Things", Math.floor(Date.now() / 1000));
    const keys = await listenOnLoopback(
      createServer((_, res) => void res.end(JSON.stringify(pool.answer()))),
    );
    const { root } = createFolder({ ...FILES, "iam.json": JSON.stringify(MEMBERS) });
    const userPool = `${pool.arn}=${keys.endpoint}/jwks.json`;
    const args = ["--iam", "iam.json", "--sts-port", "0", "--user-pool", userPool];
    const serving = startLychgate([...SERVE, ...args], { cwd: root });
    const url = (await serving.nextLine()) ?? "";
    const sts = ((await serving.nextLine()) ?? "").slice("STS ".length);

    const assume = async (token: string) => {
      const form = {
        Action: "AssumeRoleWithWebIdentity",
        Version: "2011-06-15",
        RoleArn: "arn:aws:iam::111122223333:role/member",
        RoleSessionName: "now",
        WebIdentityToken: token,
      };
      return fetch(sts, { method: "POST", body: new URLSearchParams(form) });
    };
    const assumed = await assume(pool.token());
    const served = await send(url, "GET /dev/things", { credentials: credentialsIn(await assumed.text()) });
    expect(await served.text()).toBe("arn:aws:sts::111122223333:assumed-role/member/now");
    expect((await assume(pool.token({ aud: "other" }))).status).toBe(403);
    expect((await assume(pool.token({ token_use: "access" }))).status).toBe(400);
    expect((await assume("no.token")).status).toBe(400);

    expect(await serving.end("SIGTERM")).toBe(0);
    await keys.close();
  });

  it.each<[string, object, string[], RegExp]>([
    [
      "signatures without identities",
      {},
      [],
      /expected IAM identities because `\/things` asks for signatures/,
    ],
    ["a port for roles without identities", {}, ["--sts-port", "0"], /--sts-port needs --iam/],
    ["a file that is missing", {}, ["--iam", "gone.json"], /gone\.json cannot be read: ENOENT/],
    [
      "a file that is no JSON",
      { "iam.json": "{s3cr3t: [" },
      ["--iam", "iam.json"],
      /iam\.json cannot be read: expected JSON/,
    ],
    [
      "a name that comes twice",
      { "iam.json": '{"accountId":"111122223333","accountId":"s3cr3t"}' },
      ["--iam", "iam.json"],
      /iam\.json cannot be read: expected JSON/,
    ],
    [
      "a file of something else",
      { "iam.json": '{"accountId":"111122223333","users":[{"name":"ana","secret":"s3cr3t"}]}' },
      ["--iam", "iam.json"],
      /users\.0\.secret: is not supported/,
    ],
  ])("answers %s with one line and exit code 2", async (_, files, args, message) => {
    const { root } = createFolder({ ...FILES, ...files });
    const { code, stdout, stderr } = await lychgate([...SERVE, ...args], { cwd: root });
    expect(stderr).toMatch(new RegExp(`^lychgate: .*${message.source}.*\n$`));
    expect(stderr).not.toContain("s3cr3t");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
