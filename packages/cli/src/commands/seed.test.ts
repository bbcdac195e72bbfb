import { releaseIdOf } from "@lychgate/policy-store/release";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closedEndpoint } from "../../test/closed-port.ts";
import { lychgate, type Run } from "../../test/lychgate.ts";
import { type PolicyTables, startPolicyTables } from "../../test/policy-table.ts";
import { createRepository, policyModule, type TempFolder } from "../../test/temp-repository.ts";
import { itemsOf } from "../release-run.ts";
import { loadRepository } from "../repository.ts";
import { type StackFile, writeStackFile } from "../stack-file.ts";

let tables: PolicyTables;
beforeAll(async () => {
  tables = await startPolicyTables();
});
afterAll(() => tables.close());

function seed({ root }: TempFolder, table: string, ...args: string[]): Promise<Run> {
  const address = ["--table", table, "--region", "eu-west-1", "--endpoint", tables.endpoint];
  return lychgate(["seed", ...address, ...args], { cwd: root });
}

function revisionsOf({ root }: TempFolder): Record<string, string> {
  const { policies } = loadRepository(root);
  return Object.fromEntries(policies.map(({ compiled }) => [compiled.group, compiled.revision]));
}

function fine(...lines: (string | RegExp)[]): object {
  const text = lines.map((line) => (typeof line === "string" ? line.replace(/[+.]/g, "\\$&") : line.source));
  return { code: 0, stdout: expect.stringMatching(new RegExp(`^${text.join("\n")}\n$`)), stderr: "" };
}

function fault(message: RegExp): object {
  return {
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(new RegExp(`^lychgate: ${message.source}\n$`)),
  };
}

const RELEASE = /release [0-9a-f]{64}/;

describe.concurrent("lychgate seed", () => {
  it("plans, writes, writes nothing twice, and follows what is added, changed and removed", async () => {
    const table = await tables.create();
    const repository = createRepository();
    const added = [
      /\+ readers {2}[0-9a-f]{12}/,
      "1 added, 0 changed, 0 replaced, 0 removed, 0 unchanged",
      RELEASE,
    ];

    expect(await seed(repository, table, "--plan")).toEqual(fine(...added));
    expect(await tables.revisions(table)).toEqual({});

    expect(await seed(repository, table)).toEqual(fine(...added, "wrote 1 items"));
    expect(await tables.revisions(table)).toEqual(revisionsOf(repository));

    const again = ["0 added, 0 changed, 0 replaced, 0 removed, 1 unchanged", RELEASE, "nothing to write"];
    expect(await seed(repository, table)).toEqual(fine(...again));

    repository.write({
      "policies/readers.ts": policyModule("readers", ["GET /things"]),
      "policies/admins.ts": policyModule("admins", ["ANY /**"]),
    });
    expect(await seed(repository, table)).toEqual(
      fine(
        /\+ admins {2}[0-9a-f]{12}/,
        /~ readers {2}[0-9a-f]{12} → [0-9a-f]{12}/,
        "1 added, 1 changed, 0 replaced, 0 removed, 0 unchanged",
        RELEASE,
        "wrote 2 items",
      ),
    );
    expect(await tables.revisions(table)).toEqual(revisionsOf(repository));

    repository.remove("policies/readers.ts");
    expect(await seed(repository, table)).toEqual(
      fine(
        /- readers {2}[0-9a-f]{12}/,
        "0 added, 0 changed, 0 replaced, 1 removed, 1 unchanged",
        RELEASE,
        "wrote 1 items",
      ),
    );
    expect(await tables.revisions(table)).toEqual(revisionsOf(repository));
  });

  it("gives its plan as JSON and nothing else", async () => {
    const table = await tables.create();
    const repository = createRepository();
    const { code, stdout } = await seed(repository, table, "--json");
    const { readers } = revisionsOf(repository);
    expect(JSON.parse(stdout)).toEqual({
      release: releaseIdOf(itemsOf(loadRepository(repository.root))),
      added: [{ group: "readers", revision: readers }],
      changed: [],
      removed: [],
      replaced: [],
      unchanged: 0,
    });
    expect(code).toBe(0);
  });

  it("empties a table only when asked", async () => {
    const table = await tables.create();
    const repository = createRepository();
    await seed(repository, table);
    repository.remove("policies/readers.ts");
    expect(await seed(repository, table)).toEqual(fault(/.*/));
    expect(Object.keys(await tables.revisions(table))).toEqual(["readers"]);
    expect(await seed(repository, table, "--allow-empty")).toMatchObject({ code: 0 });
    expect(await tables.revisions(table)).toEqual({});
  });

  it("replaces an item that cannot be read only when asked", async () => {
    const table = await tables.create();
    const repository = createRepository();
    await seed(repository, table);
    await tables.spoil(table, "readers");
    expect(await seed(repository, table)).toEqual(fault(/.*`readers`.*/));
    expect(await tables.revisions(table)).toEqual({ readers: "spoiled" });
    expect(await seed(repository, table, "--replace-malformed")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^! readers {2}malformed → [0-9a-f]{12}\n/),
    });
    expect(await tables.revisions(table)).toEqual(revisionsOf(repository));
  });

  it("writes nothing when a module is broken", async () => {
    const table = await tables.create();
    const repository = createRepository({ "policies/broken.ts": policyModule("broken", ["GET /nothing"]) });
    expect(await seed(repository, table)).toEqual(
      fault(/policies\/broken\.ts:1: statement `Only`: no API has the route `GET \/nothing`/),
    );
    expect(await tables.revisions(table)).toEqual({});
  });
});

describe.concurrent("the release that lychgate seed writes", () => {
  const idOf = ({ root }: TempFolder) => releaseIdOf(itemsOf(loadRepository(root)));

  it("may be held to the one that was reviewed", async () => {
    const table = await tables.create();
    const repository = createRepository();
    const id = idOf(repository);
    const other = `${id.startsWith("0") ? "1" : "0"}${id.slice(1, 12)}`;
    const refused = await seed(repository, table, "--expect", other);
    expect(refused).toEqual(fault(new RegExp(`expected the release \`${other}\`, came \`${id}\``)));
    expect(await tables.revisions(table)).toEqual({});
    expect(await seed(repository, table, "--expect", id.slice(0, 12))).toMatchObject({ code: 0 });
    expect(await seed(repository, table, "--expect", id)).toMatchObject({ code: 0 });
  });

  it("is not written to a table that is not ours, unless it is adopted", async () => {
    const table = await tables.create();
    const repository = createRepository();
    await tables.spoil(table, "somebody-else");
    const args = ["--replace-malformed"];
    const { code, stderr } = await seed(repository, table, ...args);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "lychgate: the table holds 1 items but no release: give `--adopt` if it is the right one\n",
    });
    expect(await tables.revisions(table)).toEqual({ "somebody-else": "spoiled" });
    expect(await seed(repository, table, ...args, "--adopt")).toMatchObject({ code: 0 });
    expect(await tables.revisions(table)).toEqual(revisionsOf(repository));
  });

  it("waits for another one that is not finished, or takes the table over", async () => {
    const table = await tables.create();
    const repository = createRepository();
    await tables.claim(table, "f".repeat(64));
    const pending = `${"f".repeat(64)}, begun at 2026-11-01T12:00:00.000Z by ana`;
    expect(await seed(repository, table, "--plan")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`\npending ${pending}\n`),
    });
    const { code, stderr } = await seed(repository, table);
    expect(stderr).toMatch(
      /^lychgate: the release `f{64}` was begun at `.*` by `ana` and is not finished: .*\n$/,
    );
    expect(code).toBe(2);
    expect(await tables.revisions(table)).toEqual({});
    expect(await seed(repository, table, "--take-over")).toMatchObject({ code: 0, stderr: "" });
    expect(await tables.revisions(table)).toEqual(revisionsOf(repository));
  });
});

describe.concurrent("the table that lychgate seed writes to", () => {
  it("is the one of the local stack unless another is named", async () => {
    const table = await tables.create();
    const repository = createRepository();
    writeStackFile(repository.root, stackAt(tables.endpoint, table));
    expect(await lychgate(["seed"], { cwd: repository.root })).toMatchObject({ code: 0, stderr: "" });
    expect(await tables.revisions(table)).toEqual(revisionsOf(repository));
  });

  it("may be named by the environment", async () => {
    const table = await tables.create();
    const repository = createRepository();
    const env = { LYCHGATE_TABLE: table, AWS_REGION: "eu-west-1" };
    await lychgate(["seed", "--endpoint", tables.endpoint], { cwd: repository.root, env });
    expect(await tables.revisions(table)).toEqual(revisionsOf(repository));
  });

  it("is missed where none is named and no stack runs", async () => {
    const { root } = createRepository();
    expect(await lychgate(["seed"], { cwd: root })).toEqual(
      fault(/no table: give --table, or start the local stack in .*/),
    );
  });

  it("is not the one of the local stack when another server is named", async () => {
    const table = await tables.create();
    const { root } = createRepository();
    writeStackFile(root, stackAt(tables.endpoint, table));
    const run = await lychgate(["seed", "--endpoint", await closedEndpoint()], { cwd: root });
    expect(run).toEqual(fault(/--endpoint: expected --table with it/));
    expect(await tables.revisions(table)).toEqual({});
  });

  it("has to exist", async () => {
    expect(await seed(createRepository(), "gone")).toEqual(fault(/table `gone` at `.*` does not exist: .*/));
  });

  it("has to be reachable", async () => {
    const { root } = createRepository();
    const endpoint = await closedEndpoint();
    const args = ["seed", "--table", "policies", "--region", "eu-west-1", "--endpoint", endpoint];
    expect(await lychgate(args, { cwd: root })).toEqual(
      fault(/table `policies` at `http:\/\/127\.0\.0\.1:\d+` gave no usable answer: `ECONNREFUSED`/),
    );
  });
});

function stackAt(endpoint: string, tableName: string): StackFile {
  return {
    apiUrl: "",
    outsideApiUrl: "",
    consoleUrl: "",
    region: "eu-west-1",
    cognito: { endpoint: "", userPoolId: "", clientId: "", jwksUri: "", issuer: "" },
    dynamodb: { endpoint, tableName },
    users: [],
  };
}
