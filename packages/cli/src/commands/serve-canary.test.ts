import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { lychgate, startLychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";
import { listenOnLoopback } from "../loopback.ts";

const VARIABLE = "$" + "{stageVariables.backend}";

function contract(paths: object): string {
  return JSON.stringify({ openapi: "3.0.3", info: { title: "things", version: "1" }, paths });
}

function mock(body: string): object {
  return {
    security: [],
    responses: { "200": { description: "Fine." } },
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { $default: '{"statusCode": 200}' },
      responses: { default: { statusCode: "200", responseTemplates: { "text/plain": body } } },
    },
  };
}

const HTTP = {
  security: [],
  responses: {},
  "x-amazon-apigateway-integration": {
    type: "http_proxy",
    httpMethod: "GET",
    uri: `http://${VARIABLE}/things?source=api`,
  },
};

const FILES = {
  "api.yaml": contract({ "/version": { get: mock("one on $context.stage") } }),
  "next.yaml": contract({ "/version": { get: mock("two") } }),
  "http.yaml": contract({ "/things": { get: HTTP } }),
};

const SERVE = ["serve", "api.yaml", "--port", "0"];

async function versionOf(...args: string[]): Promise<string> {
  const serving = startLychgate([...SERVE, ...args], { cwd: createFolder(FILES).root });
  const response = await fetch(`${await serving.nextLine()}/version`);
  const version = await response.text();
  await serving.end();
  return version;
}

describe.concurrent("lychgate serve", () => {
  it.each([
    [["--canary", "next.yaml", "--canary-percent", "100"], "two"],
    [["--canary", "next.yaml", "--canary-percent", "0"], "one on dev"],
    [[], "one on dev"],
  ])("with %j answers `%s`", async (args, version) => {
    expect(await versionOf(...args)).toBe(version);
  });

  it("calls the HTTP endpoint that a stage variable names", async () => {
    const backend = await listenOnLoopback(createServer((req, res) => res.end(`called ${req.url}`)));
    const { host } = new URL(backend.endpoint);
    const serving = startLychgate(
      ["serve", "http.yaml", "--port", "0", "--stage-variable", `backend=${host}`],
      { cwd: createFolder(FILES).root },
    );
    const response = await fetch(`${await serving.nextLine()}/things?page=2`);
    expect([response.status, await response.text()]).toEqual([200, "called /things?source=api&page=2"]);
    await serving.end();
    await backend.close();
  });

  it.each([
    ["a stage variable that is missing", ["serve", "http.yaml"], "there is no stage variable `backend`"],
    ["a stage variable of another form", [...SERVE, "--stage-variable", "backend"], "<name>=<value>"],
    ["a canary that is missing", [...SERVE, "--canary", "none.yaml"], "none.yaml cannot be read"],
    [
      "a share that is none",
      [...SERVE, "--canary", "next.yaml", "--canary-percent", "many"],
      "canary.percentTraffic: expected a number from 0 to 100",
    ],
  ])("does not start with %s", async (_, args, message) => {
    const { code, stdout, stderr } = await lychgate(args, { cwd: createFolder(FILES).root });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });
});
