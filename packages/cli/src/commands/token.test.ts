import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closedEndpoint } from "../../test/closed-port.ts";
import { lychgate } from "../../test/lychgate.ts";
import { createFolder, createRepository } from "../../test/temp-repository.ts";
import { type Listening, listenOnLoopback } from "../loopback.ts";
import { writeStackFile } from "../stack-file.ts";

/** A user pool that lets everybody in. */
let pool: Listening;
beforeAll(async () => {
  const AuthenticationResult = { AccessToken: "access.a.b", IdToken: "id.a.b" };
  const server = createServer((_, response) => response.end(JSON.stringify({ AuthenticationResult })));
  pool = await listenOnLoopback(server);
});
afterAll(() => pool.close());

function stackOf(endpoint: string): string {
  const { root } = createRepository();
  writeStackFile(root, {
    apiUrl: "",
    outsideApiUrl: "",
    consoleUrl: "",
    region: "eu-west-1",
    cognito: { endpoint, userPoolId: "", clientId: "client", jwksUri: "", issuer: "" },
    dynamodb: { endpoint: "", tableName: "" },
    users: [
      { username: "vet", password: "Secret-1234", groups: [] },
      { username: "owner", password: "Secret-5678", groups: [] },
    ],
  });
  return root;
}

describe.concurrent("lychgate token", () => {
  it("prints the access token of a user of the local stack, and nothing else", async () => {
    const run = await lychgate(["token", "vet"], { cwd: stackOf(pool.endpoint) });
    expect(run).toEqual({ code: 0, stdout: "access.a.b\n", stderr: "" });
  });

  it("prints the ID token when asked", async () => {
    const run = await lychgate(["token", "vet", "--id"], { cwd: stackOf(pool.endpoint) });
    expect(run).toEqual({ code: 0, stdout: "id.a.b\n", stderr: "" });
  });

  it("logs in at another pool with the password of the environment, outside of any repository", async () => {
    const args = ["token", "ana", "--client-id", "c", "--region", "eu-west-1", "--endpoint", pool.endpoint];
    const run = await lychgate(args, { cwd: createFolder().root, env: { LYCHGATE_PASSWORD: "Secret-1234" } });
    expect(run).toEqual({ code: 0, stdout: "access.a.b\n", stderr: "" });
  });

  const other = ["ana", "--client-id", "c"];
  const password = { LYCHGATE_PASSWORD: "Secret-1234" };
  it.each([
    ["no stack that runs", ["vet"], {}, () => createRepository().root, /no local stack is running here: .*/],
    [
      "a user that the stack does not have",
      ["mallory"],
      {},
      () => stackOf(""),
      /the local stack has no user `mallory`; it has `vet`, `owner`/,
    ],
    [
      "no password",
      [...other, "--region", "eu-west-1"],
      {},
      () => createFolder().root,
      /expected the password in the variable LYCHGATE_PASSWORD/,
    ],
    [
      "no region",
      other,
      password,
      () => createFolder().root,
      /expected the pool's region: give --region or AWS_REGION/,
    ],
  ])("answers %s with one line and exit code 2", async (_, args, env, folder, message) => {
    const { code, stdout, stderr } = await lychgate(["token", ...args], { cwd: folder(), env });
    expect(stderr).toMatch(new RegExp(`^lychgate: ${message.source}\n$`));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("answers a stack that is gone with one line and exit code 2", async () => {
    const endpoint = await closedEndpoint();
    const { code, stdout, stderr } = await lychgate(["token", "vet"], { cwd: stackOf(endpoint) });
    expect(stderr).toMatch(/^lychgate: no login at http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED.*\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
