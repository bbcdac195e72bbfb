import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { lychgate } from "../../test/lychgate.ts";
import { type PolicyTables, startPolicyTables } from "../../test/policy-table.ts";
import { createRepository, type TempFolder } from "../../test/temp-repository.ts";
import { createProgram } from "../main.ts";
import { itemsOf } from "../release-run.ts";
import { loadRepository } from "../repository.ts";
import { withTable } from "../table-options.ts";

const ANY_STAGE = "arn:aws:execute-api:*:*:*/*/";

function policy(...tails: string[]): object {
  const Resource = tails.map((tail) => ANY_STAGE + tail);
  return {
    Version: "2012-10-17",
    Statement: [{ Sid: "Read", Effect: "Allow", Action: "execute-api:Invoke", Resource }],
  };
}

let repository: TempFolder;
let stdout: string;
beforeEach(() => {
  repository = createRepository();
  stdout = "";
  vi.spyOn(process, "cwd").mockReturnValue(repository.root);
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    stdout += `${text}\n`;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command on a file and gives its exit code. */
async function run(option: string, value: unknown, ...args: string[]): Promise<number> {
  const file = join(repository.root, "auditors.json");
  writeFileSync(file, JSON.stringify(value));
  await createProgram().parseAsync(["import", option, file, ...args], { from: "user" });
  return Number(process.exitCode ?? 0);
}

function isThere(file: string): boolean {
  return existsSync(join(repository.root, file));
}

const ROOT = "*/things/*";
const GREEDY = "openapi: 3.0.3\npaths:\n  /{proxy+}: { x-amazon-apigateway-any-method: {} }\n";

describe("lychgate import", () => {
  it("writes a module that says what the document says, named after its file", async () => {
    expect(await run("--documents", policy("GET/things"))).toBe(0);
    expect(stdout).toBe(
      `auditors  equivalent  policies/auditors.ts
  as AWS reads it, ${ANY_STAGE}GET/things also let in DELETE /GET/things (no API has this route)
1 equivalent
`,
    );
    const { policies } = loadRepository(repository.root);
    expect(policies.map(({ source }) => [source.group, source.statements[0]?.routes])).toEqual([
      ["auditors", ["GET /things"]],
      ["readers", ["GET /things"]],
    ]);
  });

  it("takes the group's name, the folder and the report's format from its options", async () => {
    const args = ["--group", "reviewers", "--out", join(repository.root, "imported"), "--format", "json"];
    expect(await run("--documents", policy("GET/things", "GET/things/*"), ...args)).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      groups: [
        {
          group: "reviewers",
          origin: "auditors.json",
          status: "equivalent",
          file: "imported/reviewers.ts",
          written: true,
          module: readFileSync(join(repository.root, "imported/reviewers.ts"), "utf8"),
          slipped: expect.arrayContaining([
            expect.objectContaining({ resource: `${ANY_STAGE}GET/things`, route: null, path: "/GET/things" }),
          ]),
          leftOut: [],
        },
      ],
    });
  });

  it("only prints on a dry run", async () => {
    expect(await run("--documents", policy("GET/things"), "--dry-run")).toBe(0);
    expect(stdout).toMatch(/^\/\/ policies\/auditors\.ts\nimport type .*\n/);
    expect(stdout).toContain("\nauditors  equivalent  policies/auditors.ts (not written)\n");
    expect(isThere("policies/auditors.ts")).toBe(false);
  });

  it("writes what is narrower only when that is accepted", async () => {
    repository.write({ "things.yaml": GREEDY });
    expect(await run("--documents", policy(ROOT))).toBe(1);
    expect(stdout).toMatch(/^auditors {2}narrowed {2}policies\/auditors\.ts \(not written\)\n/);
    expect(stdout).toMatch(
      /\n {2}as AWS reads it, \S+ also let in \S+ \/\S+\/things\/\S* \(route \S+ \/\{proxy\+\}/,
    );
    expect(isThere("policies/auditors.ts")).toBe(false);
    process.exitCode = undefined;
    expect(await run("--documents", policy(ROOT), "--accept-narrower")).toBe(0);
    expect(isThere("policies/auditors.ts")).toBe(true);
  });

  it("refuses by name what no module says, and writes the rest", async () => {
    const items = [
      { group: "auditors", policy: policy("GET/things") },
      { group: "odd", policy: policy("G*/things") },
      { group: "Auditors", policy: policy("GET/things") },
      {
        group: "others",
        policy: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } },
      },
    ];
    expect(await run("--table", items)).toBe(1);
    expect(stdout).toContain("\nodd       refused\n  statement `Read`: ");
    expect(stdout).toContain("\nAuditors  refused\n  a group of this name came from auditors.json already\n");
    expect(stdout).toContain("\nothers    not about an API\n");
    expect(stdout).toMatch(/\n1 equivalent, 2 refused, 1 not about an API\n$/);
    expect(isThere("policies/auditors.ts")).toBe(true);
    expect(isThere("policies/odd.ts")).toBe(false);
  });

  it("leaves a module that is there, unless it is forced", async () => {
    const before = readFileSync(join(repository.root, "policies/readers.ts"), "utf8");
    expect(await run("--documents", policy("GET/things"), "--group", "readers")).toBe(1);
    expect(stdout).toContain("policies/readers.ts is there already; give --force to write over it");
    expect(readFileSync(join(repository.root, "policies/readers.ts"), "utf8")).toBe(before);
    process.exitCode = undefined;
    expect(await run("--documents", policy("GET/things"), "--group", "readers", "--force")).toBe(0);
    expect(readFileSync(join(repository.root, "policies/readers.ts"), "utf8")).not.toBe(before);
  });

  it("reads a role's policies", async () => {
    const PolicyDocument = encodeURIComponent(JSON.stringify(policy("GET/things")));
    expect(await run("--role", { RoleName: "thing-role", PolicyName: "api", PolicyDocument })).toBe(0);
    expect(stdout).toMatch(/^thing-role {2}equivalent {2}policies\/thing-role\.ts\n/);
  });

  it.each([
    ["nothing to import", [], "expected --documents, --table, --live-table or --role"],
    [
      "a group's name for a table",
      ["--table", "x", "--group", "y"],
      "--group: expected --documents or --role with it",
    ],
    ["a file that is not there", ["--documents", "gone.json"], "`gone.json` cannot be read: ENOENT"],
  ])("ends with a fault for %s", async (_, args, message) => {
    await expect(createProgram().parseAsync(["import", ...args], { from: "user" })).rejects.toThrow(message);
  });
});

describe("lychgate import --live-table", () => {
  let tables: PolicyTables;
  beforeAll(async () => {
    tables = await startPolicyTables();
  });
  afterAll(() => tables.close());

  it("reads a table over the network and gives the same policies back", async () => {
    const table = await tables.create();
    const source = loadRepository(repository.root);
    const address = { table, region: "eu-west-1", endpoint: tables.endpoint };
    await withTable(address, async ({ store }) => {
      for (const item of itemsOf(source)) await store.put(item, null);
    });
    await tables.spoil(table, "broken");
    const args = ["--live-table", table, "--region", "eu-west-1", "--endpoint", tables.endpoint];
    const imported = await lychgate(["import", ...args, "--force"], { cwd: repository.root });
    expect(imported).toEqual({
      code: 1,
      stdout: expect.stringMatching(
        /^broken {3}refused\n {2}policy item `broken`: .*\nreaders {2}equivalent {2}policies\/readers\.ts\n1 equivalent, 1 refused\n$/,
      ),
      stderr: "",
    });
    expect(itemsOf(loadRepository(repository.root))).toEqual(itemsOf(source));
  });
});
