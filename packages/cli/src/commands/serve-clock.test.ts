import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { signedRequest } from "../../../gateway/test/signed-request.ts";
import { createSigningPool } from "../../../gateway/test/user-pool.ts";
import { lychgate, startLychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";
import { listenOnLoopback } from "../loopback.ts";
import { startClock } from "./serve-clock.ts";

/** What is signed then is good then, and at no other time. */
const THEN = "2031-06-01T12:00:00Z";
const AT = Date.parse(THEN);

const pool = createSigningPool("eu-west-1_Things", AT / 1000);

const MOCK = {
  type: "mock",
  requestTemplates: { $default: '{"statusCode": 200}' },
  responses: { default: { statusCode: "200", responseTemplates: { "text/plain": "$context.requestTime" } } },
};

function operation(more: object): object {
  return { get: { responses: { "200": {} }, "x-amazon-apigateway-integration": MOCK, ...more } };
}

const CONTRACT = {
  openapi: "3.0.3",
  info: { title: "things", version: "1" },
  paths: {
    "/open": operation({ security: [] }),
    "/signed": operation({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
    "/member": operation({ security: [{ pool: [] }] }),
  },
  components: {
    securitySchemes: {
      pool: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [pool.arn] },
      },
    },
  },
  // A condition on the time is the gateway's too.
  "x-amazon-apigateway-policy": {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "*",
      Condition: { DateGreaterThan: { "aws:CurrentTime": THEN } },
    },
  },
};

const ROLE = "arn:aws:iam::111122223333:role/thing";
const KEY = { accessKeyId: "AKIAANAEXAMPLE0001", secretAccessKey: "ana/EXAMPLE+secret/0001" };
const IDENTITIES = {
  accountId: "111122223333",
  users: [{ name: "ana", accessKeys: [KEY] }],
  roles: [
    {
      name: "thing",
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

const FILES = { "api.json": JSON.stringify(CONTRACT), "iam.json": JSON.stringify(IDENTITIES) };

async function signed(url: string, line: string, more: object = {}, body = ""): Promise<Response> {
  const [method = "", path = ""] = line.split(" ");
  const { host } = new URL(url);
  const headers: [string, string][] = [["host", host]];
  const signing = { credentials: KEY, at: AT, ...more };
  const request = await signedRequest(line, signing, { headers, body: Buffer.from(body) });
  return fetch(`http://${host}${path}`, {
    method,
    headers: request.headers.map(([name, value]): [string, string] => [name, value]),
    ...(body !== "" && { body }),
  });
}

describe("lychgate serve --clock", () => {
  it("is the time of everything that the gateway judges", async () => {
    const keys = await listenOnLoopback(
      createServer((_, res) => void res.end(JSON.stringify(pool.answer()))),
    );
    const { root } = createFolder(FILES);
    const serve = ["serve", "api.json", "--port", "0", "--iam", "iam.json", "--sts-port", "0"];
    const serving = startLychgate(
      [...serve, "--user-pool", `${pool.arn}=${keys.endpoint}/jwks.json`, "--clock", THEN],
      { cwd: root },
    );
    const url = (await serving.nextLine()) ?? "";
    const sts = ((await serving.nextLine()) ?? "").slice("STS ".length);

    const open = await fetch(`${url}/open`);
    expect([open.status, await open.text()]).toEqual([200, expect.stringMatching(/^01\/Jun\/2031:12:0/)]);
    expect((await signed(url, "GET /dev/signed")).status).toBe(200);
    expect((await signed(url, "GET /dev/signed", { at: Date.now() })).status).toBe(403);
    const member = { headers: { authorization: pool.token() } };
    expect((await fetch(`${url}/member`, member)).status).toBe(200);
    const over = { headers: { authorization: pool.token({ exp: AT / 1000 - 1 }) } };
    expect((await fetch(`${url}/member`, over)).status).toBe(401);

    const form = `Action=AssumeRole&Version=2011-06-15&RoleSessionName=now&RoleArn=${encodeURIComponent(ROLE)}`;
    const assumed = await signed(sts, "POST /", { service: "sts" }, form);
    expect(await assumed.text()).toContain("<Expiration>2031-06-01T13:0");

    expect(await serving.end()).toBe(0);
    await keys.close();
  });

  it("goes on from where it starts", () => {
    let elapsed = 1234.5;
    const clock = startClock(AT, () => elapsed);
    const times = [clock()];
    for (elapsed of [1235.4, 1235.5, 61_234.5]) times.push(clock());
    expect(times.map((time) => time - AT)).toEqual([0, 0, 1, 60_000]);
  });

  it.each(["now", "2031-13-01", "2031-06-01T12:00:00", ""])("does not start at `%s`", async (text) => {
    const { root } = createFolder(FILES);
    const { code, stderr } = await lychgate(["serve", "api.json", "--clock", text], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain("expected a date such as 2026-11-21T12:00:00Z");
  });
});
