import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lychgate, startLychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";

const CONTRACT = JSON.stringify({
  openapi: "3.0.3",
  info: { title: "things", version: "1" },
  paths: {
    "/things": {
      get: {
        security: [],
        responses: { "200": {} },
        "x-amazon-apigateway-integration": {
          type: "mock",
          requestTemplates: { $default: '{"statusCode": 200}' },
          responses: { default: { statusCode: "200" } },
        },
      },
    },
  },
});

const SERVE = ["serve", "api.json", "--port", "0", "--clock", "2031-06-01T12:00:00Z"];

const TEXTS = [
  /^Extended Request Id: /,
  /^Verifying Usage Plan for request: /,
  /^API Key {2}authorized because method 'GET \/things' does not require API Key\./,
  /^Usage Plan check succeeded /,
  /^Starting execution for request: /,
  /^HTTP Method: GET, Resource Path: \/things$/,
  /^Successfully completed execution$/,
  /^Method completed with status: 200$/,
];

function expectLog(lines: readonly (string | undefined)[]): void {
  const line = /^2031-06-01T12:0\d:\d\d\.\d{3}Z \(([0-9a-f-]{36})\) (.*)$/;
  const read = lines.map((each = "") => line.exec(each) ?? []);
  expect(new Set(read.map(([, id]) => id)).size).toBe(1);
  expect(read.map(([, , text]) => text)).toEqual(TEXTS.map((text) => expect.stringMatching(text)));
}

describe("lychgate serve --execution-log", () => {
  it("adds to a file for its owner, and prints the decisions as ever", async () => {
    const { root } = createFolder({ "api.json": CONTRACT });
    const file = join(root, "execution.log");
    for (const length of [8, 16]) {
      const serving = startLychgate([...SERVE, "--execution-log", "execution.log"], { cwd: root });
      const url = await serving.nextLine();
      await fetch(`${url}/things?secret=s3cr3t`, { headers: { authorization: "Bearer s3cr3t" } });
      expect(JSON.parse((await serving.nextLine()) ?? "")).toMatchObject({ status: 200 });
      expect(await serving.end()).toBe(0);
      const text = readFileSync(file, "utf8");
      const lines = text.split("\n").slice(0, -1);
      expect(lines).toHaveLength(length);
      expectLog(lines.slice(-8));
      expect(text).not.toContain("s3cr3t");
    }
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("prints where it is told to", async () => {
    const { root } = createFolder({ "api.json": CONTRACT });
    const serving = startLychgate([...SERVE, "--execution-log", "-"], { cwd: root });
    await fetch(`${await serving.nextLine()}/things`);
    const lines = [];
    for (const _ of TEXTS) lines.push(await serving.nextLine());
    expectLog(lines);
    expect(await serving.nextLine()).toMatch(/^\{"requestId":/);
    expect(await serving.end()).toBe(0);
  });

  it("does not start when it cannot be written", async () => {
    const { root } = createFolder({ "api.json": CONTRACT });
    const run = await lychgate([...SERVE, "--execution-log", "none/execution.log"], { cwd: root });
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/^lychgate: none\/execution\.log cannot be written: ENOENT.*\n$/);
  });
});
