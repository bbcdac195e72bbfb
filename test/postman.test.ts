import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { runningStack } from "@lychgate/cli";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LocalStackFile } from "../apps/local/src/local-stack-file.ts";
import { keepStarted, type Running } from "../apps/local/test/processes.ts";
import { createTempCheckout } from "../apps/local/test/temp-checkout.ts";
import { readEnvironment, writeEnvironment } from "../postman/fill-environment.ts";

const COLLECTION = join(import.meta.dirname, "../postman/lychgate.postman_collection.json");
const NEWMAN = createRequire(import.meta.url).resolve("newman/bin/newman.js");

interface Folder {
  name: string;
  item: { name: string; request: { url: string } }[];
}

interface Execution {
  item: { name: string };
  assertions?: { assertion: string; error?: { message: string } }[];
}

interface Report {
  run: { executions: Execution[]; failures: unknown[] };
}

const collectionText = readFileSync(COLLECTION, "utf8");
const collection: { item: Folder[] } = JSON.parse(collectionText);
const requests = collection.item.flatMap(({ name, item }) => item.map((each) => `${name}: ${each.name}`));

const folder = mkdtempSync(join(tmpdir(), "lychgate-postman-"));
let started: Running;
let stack: LocalStackFile;
let environment: string;
let whole: Outcome;
beforeAll(async () => {
  const { root } = createTempCheckout();
  started = keepStarted(root, "--port", "0");
  await started.lineWith("Save a policy");
  stack = runningStack(root) as LocalStackFile;
  environment = writeEnvironment(stack, root);
  whole = await runNewman();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await started?.end("SIGTERM");
});

interface Outcome {
  code: number | null;
  report: Report;
}

async function runNewman(...more: string[]): Promise<Outcome> {
  const file = join(folder, "report.json");
  const reporter = ["--reporters", "json", "--reporter-json-export", file];
  const child = spawn(
    process.execPath,
    [NEWMAN, "run", COLLECTION, "-e", environment, ...reporter, ...more],
    {
      env: { PATH: process.env.PATH ?? "" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, report: JSON.parse(readFileSync(file, "utf8")) };
}

function problemsOf({ run }: Report): string[] {
  return run.executions.flatMap(({ item, assertions = [] }) =>
    assertions.flatMap(({ assertion, error }) =>
      error ? [`${item.name}: ${assertion}: ${error.message}`] : [],
    ),
  );
}

describe("the Postman collection", () => {
  it("is answered as it says by a local stack, request for request", () => {
    const { code, report } = whole;
    expect(problemsOf(report)).toEqual([]);
    expect({ code, failures: report.run.failures }).toEqual({ code: 0, failures: [] });
    expect(report.run.executions).toHaveLength(requests.length);
  });

  it("may be run again on the same stack, when the quotas are used up", async () => {
    const { code, report } = await runNewman("--folder", "API keys");
    expect({ code, problems: problemsOf(report) }).toEqual({ code: 0, problems: [] });
  });

  it("fails when a call is answered otherwise", async () => {
    const { code, report } = await runNewman(
      "--folder",
      "Resource policy",
      "--env-var",
      `methodsUrl=${stack.methods.outsideApiUrl}`,
    );
    expect(code).toBe(1);
    expect(problemsOf(report)).toEqual([
      expect.stringMatching(/^a clinic's network: answers 200: /),
      expect.stringMatching(/^a clinic's network: says so: /),
    ]);
  });

  it("looks at the status and the body of every request", () => {
    const counts = whole.report.run.executions.map(({ item, assertions = [] }) => [
      item.name,
      assertions.length,
    ]);
    expect(counts.filter(([, count]) => count !== 2)).toEqual([]);
    expect(counts.length).toBeGreaterThanOrEqual(40);
  });

  it("names every request once in its folder", () => {
    expect(new Set(requests).size).toBe(requests.length);
  });

  it("has a variable for everything that it does not find out itself, and no other", () => {
    const used = new Set(Array.from(collectionText.matchAll(/\{\{(\w+)\}\}/g), ([, name]) => name));
    const found = new Set(
      Array.from(collectionText.matchAll(/pm\.environment\.set\(\\"(\w+)\\"/g), ([, name]) => name),
    );
    const given = readEnvironment().values.map(({ key }) => key);
    expect(given.toSorted()).toEqual([...used].filter((name) => !found.has(name)).toSorted());
  });

  it("holds no secret, and neither does its environment", () => {
    const secrets = readEnvironment().values.filter(({ key }) => /password|token|key|secret/i.test(key));
    expect(secrets.length).toBeGreaterThanOrEqual(10);
    expect(secrets.filter(({ value }) => value !== "")).toEqual([]);
    expect(collectionText).not.toMatch(/eyJ[\w-]{10}/);
  });
});
