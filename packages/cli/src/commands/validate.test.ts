import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { releaseIdOf } from "@lychgate/policy-store/release";
import { beforeAll, describe, expect, it } from "vitest";
import { CHECKOUT } from "../../test/checkout.ts";
import { lychgate } from "../../test/lychgate.ts";
import { createFolder, createRepository, policyModule, READERS } from "../../test/temp-repository.ts";
import { itemsOf } from "../release-run.ts";
import { loadRepository } from "../repository.ts";

describe.concurrent("lychgate validate", () => {
  it("finds the policies of this repository valid", async () => {
    const { code, stdout, stderr } = await lychgate(["validate"], { cwd: CHECKOUT });
    expect(stdout).toMatch(/^\d+ policies over \d+ operations: valid\n/);
    for (const group of ["admins", "pet-owner", "pet-veterinarian"]) {
      expect(stdout).toMatch(new RegExp(`^  ${group} +[0-9a-f]{12}  \\d+ bytes$`, "m"));
    }
    expect(stdout).toMatch(/\nrelease [0-9a-f]{64}\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("ends with the release that the policies make", async () => {
    const { root } = createRepository();
    const releaseOf = async () => (await lychgate(["validate"], { cwd: root })).stdout.split("\n").at(-2);
    const before = await releaseOf();
    expect(before).toBe(`release ${releaseIdOf(itemsOf(loadRepository(root)))}`);
    writeFileSync(join(root, "policies/readers.ts"), READERS.replace("every thing", "all things"));
    expect(await releaseOf()).not.toBe(before);
  });

  it("names every problem by file and line, and ends with exit code 1", async () => {
    const { root } = createRepository({
      "policies/readers.ts": READERS.replace("GET /things/{thingId}", "GET /thing"),
      "policies/admins.ts": policyModule("owners", ["ANY /**"]),
    });
    const { code, stdout, stderr } = await lychgate(["validate"], { cwd: root });
    expect(stderr.split("\n")).toEqual([
      "policies/admins.ts:1: expected the file to be named after its group: `owners.ts`",
      "policies/readers.ts:6: statement `ReadOne`: no API has the route `GET /thing`",
      "",
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  it("finds the policies from a folder within", async () => {
    const { root } = createRepository();
    const { code, stdout } = await lychgate(["validate"], { cwd: `${root}/policies` });
    expect(stdout).toMatch(/^1 policies over 3 operations: valid\n/);
    expect(code).toBe(0);
  });

  it.each([
    ["no repository", createFolder().root, "no lychgate.json in this folder or above it"],
    [
      "no contract",
      createRepository({ "lychgate.json": '{"policies":"policies","contracts":["gone.yaml"]}' }).root,
      "gone.yaml: ",
    ],
    [
      "no folder of policies",
      createRepository({ "lychgate.json": '{"policies":"gone","contracts":["things.yaml"]}' }).root,
      "the folder `gone`",
    ],
  ])("ends with one line and exit code 2 where there is %s", async (_, cwd, message) => {
    const { code, stdout, stderr } = await lychgate(["validate"], { cwd });
    expect(stderr).toMatch(/^lychgate: .*\n$/);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

const RESOURCE = "arn:aws:execute-api:*:*:*/*/GET/things";
const STATEMENT = { Effect: "Allow", Action: "execute-api:Invoke", Resource: RESOURCE };

/** What is wrong with a document, the document, where, and what is said of it. */
const INVALID: [string, unknown, string, RegExp][] = [
  ["no statements", { Version: "2012-10-17" }, "Statement", /is missing/],
  [
    "an unknown effect",
    { Version: "2012-10-17", Statement: [{ ...STATEMENT, Effect: "allow" }] },
    "Statement[0].Effect",
    /Allow/,
  ],
  [
    "an unknown property",
    { Version: "2012-10-17", Statement: [{ ...STATEMENT, Resources: "*" }] },
    "Statement[0].Resources",
    /not a known property/,
  ],
  ["an unknown version", { Version: "2012-10-18", Statement: [STATEMENT] }, "Version", /2012-10-17/],
  [
    "an unknown operator",
    {
      Version: "2012-10-17",
      Statement: [{ ...STATEMENT, Condition: { IpAdress: { "aws:SourceIp": "192.0.2.0/24" } } }],
    },
    "Statement[0].Condition.IpAdress",
    /IpAddress/,
  ],
  ["no object", 7, "", /object/],
];

const VALID: [string, object][] = [
  ["a list of statements", { Version: "2012-10-17", Statement: [STATEMENT] }],
  ["one statement", { Version: "2012-10-17", Statement: STATEMENT }],
  [
    "a condition",
    {
      Version: "2012-10-17",
      Statement: [{ ...STATEMENT, Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }],
    },
  ],
];

describe.concurrent("lychgate validate --stdin", () => {
  let answers: unknown[];
  let code: number | null;
  beforeAll(async () => {
    const documents = [...VALID, ...INVALID].map(([, document]) => document);
    const input = documents.map((document) => `${JSON.stringify(document)}\n`).join("");
    const run = await lychgate(["validate", "--stdin"], { input });
    answers = run.stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    code = run.code;
  });

  it.each(VALID.map(([title], index) => ({ title, index })))(
    "finds a document with $title valid",
    ({ index }) => {
      expect(answers[index]).toEqual({ valid: true, errors: [] });
    },
  );

  it.each(INVALID.map(([title, , path, message], index) => ({ title, path, message, index })))(
    "says where a document has $title",
    ({ path, message, index }) => {
      expect(answers[VALID.length + index]).toEqual({
        valid: false,
        errors: expect.arrayContaining([{ path, message: expect.stringMatching(message) }]),
      });
    },
  );

  it("ends with exit code 1 when a document is not valid", () => {
    expect(answers).toHaveLength(VALID.length + INVALID.length);
    expect(code).toBe(1);
  });

  it("ends with exit code 0 when all are, outside of any repository", async () => {
    const input = `${JSON.stringify(VALID[0]?.[1])}\n`;
    const run = await lychgate(["validate", "--stdin"], { input, cwd: createFolder().root });
    expect(run).toEqual({ code: 0, stdout: '{"valid":true,"errors":[]}\n', stderr: "" });
  });

  it("gives an error on a line that is no JSON, and answers the rest", async () => {
    const input = `oops\n${JSON.stringify(VALID[0]?.[1])}\n`;
    const run = await lychgate(["validate", "--stdin"], { input });
    expect(run.stdout).toBe('{"error":"expected a line of JSON"}\n{"valid":true,"errors":[]}\n');
    expect(run.code).toBe(1);
  });
});
