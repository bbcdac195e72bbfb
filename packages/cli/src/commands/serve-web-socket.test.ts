import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHAT, connected, connectTo, OPEN_CHAT } from "../../../gateway/test/chat.ts";
import { signedRequest } from "../../../gateway/test/signed-request.ts";
import { CHECKOUT } from "../../test/checkout.ts";
import { lychgate, startLychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";

const CHAT_MODULE = `export const handler = async ({ body, requestContext: { connectionId, stage } }) => ({
  statusCode: 200,
  body: JSON.stringify({ body, connectionId, stage }),
});
`;

/** Lets in whoever brings the token \`sesame\`. */
const GATE_MODULE = `export const handler = async ({ headers, methodArn }) => {
  const Effect = headers.Authorization === "sesame" ? "Allow" : "Deny";
  const Statement = [{ Sid: "Gate", Effect, Action: "execute-api:Invoke", Resource: methodArn }];
  return { principalId: "ana", policyDocument: { Version: "2012-10-17", Statement } };
};
`;

const KEY = { accessKeyId: "AKIAANAEXAMPLE0001", secretAccessKey: "ana/EXAMPLE+secret/0001" };

const MANAGER = {
  accountId: "111122223333",
  users: [
    {
      name: "ana",
      accessKeys: [KEY],
      policies: [
        {
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Action: "execute-api:ManageConnections",
            Resource: "arn:aws:execute-api:*:*:*/*/POST/@connections/*",
          },
        },
      ],
    },
  ],
};

const FILES = {
  "chat.yaml": JSON.stringify(CHAT),
  "open.yaml": JSON.stringify(OPEN_CHAT),
  "chat.mjs": CHAT_MODULE,
  "gate.mjs": GATE_MODULE,
  "iam.json": JSON.stringify(MANAGER),
};

const SERVE = [
  "serve",
  "chat.yaml",
  "--port",
  "0",
  "--handler",
  "chat=chat.mjs",
  "--handler",
  "gate=gate.mjs",
];

function serve(...args: string[]) {
  return startLychgate([...SERVE, ...args], { cwd: createFolder(FILES).root });
}

const SESAME = { headers: [["Authorization", "sesame"]] } as const;

describe.concurrent("lychgate serve, of a WebSocket API", () => {
  it("prints where it serves, connects, logs each decision, and closes its connections", async () => {
    const serving = serve("--stage", "prod");
    const url = (await serving.nextLine()) ?? "";
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/prod$/);

    expect(await connectTo(url, { headers: [["Authorization", "secret-word"]] })).toMatchObject({
      status: 403,
    });
    const refused = await serving.nextLine();
    expect(JSON.parse(refused ?? "")).toMatchObject({ routeKey: "$connect", status: 403, sids: ["Gate"] });
    expect(refused).not.toContain("secret-word");

    const client = await connected(url, SESAME);
    const entry = JSON.parse((await serving.nextLine()) ?? "");
    expect(entry).toMatchObject({ status: 101, principalId: "ana", decision: "allowed", sids: ["Gate"] });
    client.socket.send('{"action":"echo"}');
    expect(JSON.parse((await serving.nextLine()) ?? "")).toMatchObject({ routeKey: "echo", status: 200 });
    const { connectionId } = entry;
    expect((await client.take()).map((text) => JSON.parse(text))).toEqual([
      { body: '{"action":"echo"}', connectionId, stage: "prod" },
    ]);

    const ended = serving.end("SIGTERM");
    expect(await client.closed).toBe(1001);
    expect(await ended).toBe(0);
  });

  it("serves the API of the documentation", async () => {
    const text = readFileSync(join(CHECKOUT, "docs/gateway.md"), "utf8");
    const [, document = ""] = /```yaml\n(name: chat\n[^`]*)```/.exec(text) ?? [];
    const { root } = createFolder({ ...FILES, "chat.yaml": document });
    const serving = startLychgate(SERVE, { cwd: root });
    const client = await connected((await serving.nextLine()) ?? "", SESAME);
    await serving.nextLine();
    client.socket.send('{"action":"echo"}');
    await serving.nextLine();
    expect(await client.take()).toHaveLength(1);
    client.socket.close();
    expect(JSON.parse((await serving.nextLine()) ?? "")).toMatchObject({ routeKey: "$disconnect" });
    expect(await serving.end()).toBe(0);
  });

  it("lets who is allowed to send messages to connections", async () => {
    const serving = serve("--iam", "iam.json");
    const url = (await serving.nextLine()) ?? "";
    const client = await connected(url, SESAME);
    const { connectionId } = JSON.parse((await serving.nextLine()) ?? "");
    const { host } = new URL(url);
    const post = async (headers: [string, string][]) => {
      const path = `/dev/@connections/${encodeURIComponent(connectionId)}`;
      const { status } = await fetch(`http://${host}${path}`, { method: "POST", headers, body: "hello" });
      return [status, await client.take()];
    };
    expect(await post([])).toEqual([403, []]);
    const line = `POST /dev/@connections/${encodeURIComponent(connectionId)}`;
    const signing = { credentials: KEY, at: Date.now() };
    const body = Buffer.from("hello");
    const { headers } = await signedRequest(line, signing, { headers: [["host", host]], body });
    expect(await post(headers.map(([name, value]) => [name, value]))).toEqual([200, ["hello"]]);
    client.socket.terminate();
    expect(await serving.end("SIGINT")).toBe(0);
  });

  it.each([
    ["an option of REST APIs", ["--plans", "x", "--user-pool", "y"], "without --plans, --user-pool"],
    ["a canary", ["--canary", "open.yaml"], "a WebSocket API is served without --canary"],
    ["an execution log", ["--execution-log", "-"], "a WebSocket API is served without --execution-log"],
    ["a private endpoint", ["--vpc-endpoint", "vpc-1/vpce-1"], "is served without --vpc-endpoint"],
    ["a stage variable that does not fit", ["--stage-variable", "a= "], "stageVariables.a"],
  ])("does not start with %s", async (_, args, message) => {
    const { code, stdout, stderr } = await lychgate([...SERVE, ...args], { cwd: createFolder(FILES).root });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  it.each([
    ["a function without a handler", {}, "`gate`"],
    [
      "a route that it cannot honour",
      { ...OPEN_CHAT, corsConfiguration: {} },
      "corsConfiguration: is not supported",
    ],
  ])("does not start with %s", async (_, document, message) => {
    const { root } = createFolder({ ...FILES, "other.yaml": JSON.stringify({ ...CHAT, ...document }) });
    const { code, stderr } = await lychgate(["serve", "other.yaml", "--handler", "chat=chat.mjs"], {
      cwd: root,
    });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
