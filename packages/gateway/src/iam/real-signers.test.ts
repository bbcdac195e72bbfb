/** What signs requests in earnest, over a socket: AWS's signer for Node, curl, and AWS's command line. */
import { execFile, spawnSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLINIC, KEYS, signedContract, VET_ROLE } from "../../test/iam.ts";
import { petstore } from "../../test/petstore.ts";
import { signedRequest } from "../../test/signed-request.ts";
import { createIamDirectory, createRequestListener, createSts, type SecretCredentials } from "../index.ts";

const run = promisify(execFile);

function isInstalled(command: string, wanted: RegExp): boolean {
  const { stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
  return wanted.test(stdout ?? "");
}

const HAS_CURL = isInstalled("curl", /^curl (7\.(7[5-9]|[89]\d)|[89]|\d\d)/);
const HAS_AWS = isInstalled("aws", /^aws-cli\//);

const network = { sourceIp: "192.0.2.10" };
const iam = createIamDirectory(CLINIC, Date.now);
const { gateway } = petstore({ document: signedContract(), iam });
const api = createServer(createRequestListener(gateway, network));
const sts = createServer(createRequestListener(createSts(iam, { region: "eu-west-1" }), network));

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
}

function hostOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  await Promise.all([listen(api), listen(sts)]);
});

afterAll(() => {
  for (const server of [api, sts]) server.close().closeAllConnections();
});

async function fetchSigned(line: string, credentials: SecretCredentials, body = ""): Promise<Response> {
  const [method = "", url = ""] = line.split(" ");
  const host = hostOf(api);
  const signed = await signedRequest(
    line,
    { credentials, at: Date.now() },
    { body: Buffer.from(body), headers: [["host", host]] },
  );
  const headers = signed.headers.map(([name, value]): [string, string] => [name, value]);
  return fetch(`http://${host}${url}`, { method, headers, ...(body !== "" && { body }) });
}

describe("AWS's signer", () => {
  it.each([
    ["GET /dev/petstore/v1/pets", 200, ""],
    ["GET /dev/petstore/v1/pets/a%2Fb?z=1&a=%20", 200, ""],
    ["POST /dev/petstore/v1/pets", 200, '{"name":"Rex"}'],
    ["GET /dev/files/x", 403, ""],
  ])("%s: %d", async (line, status, body) => {
    expect((await fetchSigned(line, KEYS.ann, body)).status).toBe(status);
  });
});

async function curl(path: string, credentials: SecretCredentials, ...more: string[]): Promise<string> {
  const { accessKeyId, secretAccessKey } = credentials;
  const signing = [
    "--aws-sigv4",
    "aws:amz:eu-west-1:execute-api",
    "--user",
    `${accessKeyId}:${secretAccessKey}`,
  ];
  const args = [
    "--silent",
    "--write-out",
    "\n%{http_code}",
    ...signing,
    ...more,
    `http://${hostOf(api)}${path}`,
  ];
  return (await run("curl", args)).stdout;
}

describe.skipIf(!HAS_CURL)("curl (skipped where curl 7.75 or later is not installed)", () => {
  it.each([
    ["/dev/petstore/v1/pets", [], "pets\n200"],
    ["/dev/petstore/v1/pets?a=1&b=2", [], "pets\n200"],
    [
      "/dev/petstore/v1/pets",
      ["--data", '{"name":"Rex"}', "--header", "Content-Type: application/json"],
      "pets\n200",
    ],
  ])("reads %s %j", async (path, more, answer) => {
    expect(await curl(path, KEYS.ann, ...more)).toBe(answer);
  });

  it("is refused with a wrong secret", async () => {
    const answer = await curl("/dev/petstore/v1/pets", { ...KEYS.ann, secretAccessKey: "wrong" });
    expect(answer).toMatch(/^\{"message":"The request signature we calculated does not match.*\n403$/);
  });
});

async function aws(credentials: SecretCredentials, ...args: string[]): Promise<unknown> {
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
  const endpoint = ["--region", "eu-west-1", "--output", "json", "--endpoint-url", `http://${hostOf(sts)}`];
  const { stdout } = await run("aws", ["sts", ...args, ...endpoint], { env });
  return JSON.parse(stdout);
}

describe.skipIf(!HAS_AWS)(
  "AWS's command line (skipped where it is not installed)",
  { timeout: 60_000 },
  () => {
    it("assumes a role, whose session then calls the API", async () => {
      const session = await aws(
        KEYS.cat,
        "assume-role",
        "--role-arn",
        VET_ROLE,
        "--role-session-name",
        "monday",
      );
      expect(session).toMatchObject({
        AssumedRoleUser: { Arn: "arn:aws:sts::111122223333:assumed-role/vet/monday" },
        Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/), Expiration: expect.any(String) },
      });
      const { Credentials } = session as { Credentials: Record<string, string> };
      const credentials = {
        accessKeyId: Credentials.AccessKeyId ?? "",
        secretAccessKey: Credentials.SecretAccessKey ?? "",
        sessionToken: Credentials.SessionToken ?? "",
      };
      expect((await fetchSigned("GET /dev/files/x", KEYS.cat)).status).toBe(403);
      expect((await fetchSigned("GET /dev/files/x", credentials)).status).toBe(200);
    });

    it("is told why a role is not assumed", async () => {
      const assuming = aws(KEYS.ann, "assume-role", "--role-arn", VET_ROLE, "--role-session-name", "monday");
      await expect(assuming).rejects.toThrow(
        /\(AccessDenied\) when calling the AssumeRole operation: User: arn:aws:iam/,
      );
    });
  },
);
