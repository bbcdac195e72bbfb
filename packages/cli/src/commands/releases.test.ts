/** `lychgate releases`, `rollback` and `drift`: what is done with what was seeded. */
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { releaseIdOf } from "@lychgate/policy-store/release";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lychgate, type Run } from "../../test/lychgate.ts";
import { type PolicyTables, startPolicyTables } from "../../test/policy-table.ts";
import { createFolder, createRepository, policyModule, type TempFolder } from "../../test/temp-repository.ts";
import { itemsOf } from "../release-run.ts";
import { loadRepository } from "../repository.ts";

let tables: PolicyTables;
beforeAll(async () => {
  tables = await startPolicyTables();
});
afterAll(() => tables.close());

function run(
  { root }: TempFolder,
  command: string,
  table: string,
  ...args: (string | Record<string, string>)[]
): Promise<Run> {
  const address = ["--table", table, "--region", "eu-west-1", "--endpoint", tables.endpoint];
  const words = args.filter((arg) => typeof arg === "string");
  const env = Object.assign({}, ...args.filter((arg) => typeof arg === "object"));
  return lychgate([command, ...words, ...address], { cwd: root, env });
}

function idOf({ root }: TempFolder): string {
  return releaseIdOf(itemsOf(loadRepository(root)));
}

/** A table to which two releases were seeded, and a folder that is no repository. */
async function seededTwice() {
  const table = await tables.create();
  const repository = createRepository();
  const first = idOf(repository);
  await run(repository, "seed", table, "--commit", "1".repeat(40), "--author", "ana");
  const revisions = await tables.revisions(table);
  repository.write({ "policies/admins.ts": policyModule("admins", ["ANY /**"]) });
  await run(repository, "seed", table);
  return { table, repository, first, second: idOf(repository), revisions, elsewhere: createFolder() };
}

describe.concurrent("lychgate releases", () => {
  it("lists them as a table, the newest first", async () => {
    const { table, first, second, elsewhere } = await seededTwice();
    const { code, stdout, stderr } = await run(elsewhere, "releases", table);
    expect(stdout.split("\n").map((line) => line.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, "<time>"))).toEqual([
      expect.stringMatching(/^release {7}created {19}commit {8}author {2}groups$/),
      `${second.slice(0, 12)}  <time>  -             -       +1 ~0 -0`,
      `${first.slice(0, 12)}  <time>  111111111111  ana     +1 ~0 -0`,
      "",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("gives them whole as JSON, no more than were asked for, and what is not finished", async () => {
    const { table, first, second, elsewhere } = await seededTwice();
    await tables.claim(table, "f".repeat(64));
    const { stdout } = await run(elsewhere, "releases", table, "--json", "--limit", "1");
    expect(JSON.parse(stdout)).toEqual({
      current: { id: second, sequence: 2 },
      pending: {
        id: "f".repeat(64),
        sequence: 3,
        claimedAt: "2026-11-01T12:00:00.000Z",
        claimedBy: "ana",
      },
      releases: [
        {
          id: second,
          sequence: 2,
          createdAt: expect.any(String),
          previous: { id: first, sequence: 1 },
          added: 1,
          changed: 0,
          removed: 0,
        },
      ],
    });
  });

  it.each([
    [
      "of GitHub",
      { GITHUB_SHA: "a".repeat(40), GITHUB_ACTOR: "ben" },
      { commit: "a".repeat(40), author: "ben" },
    ],
    ["of git", {}, { commit: `${"b".repeat(40)}-dirty` }],
    ["that nobody knows as absent", { PATH: "" }, {}],
  ])("names commit and author %s", async (_, env, known) => {
    const table = await tables.create();
    const repository = createRepository();
    const { root } = createFolder({ git: `#!/bin/sh\necho ${"b".repeat(40)}-dirty\n` });
    chmodSync(join(root, "git"), 0o755);
    await run(repository, "seed", table, { PATH: root, ...env });
    const { stdout } = await run(repository, "releases", table, "--json");
    const [{ commit, author }] = JSON.parse(stdout).releases;
    expect({ commit, author }).toEqual({ commit: undefined, author: undefined, ...known });
  });

  it("says that there are none", async () => {
    expect(await run(createFolder(), "releases", await tables.create())).toEqual({
      code: 0,
      stdout: "no releases\n",
      stderr: "",
    });
  });

  it("wants a table when no stack runs here", async () => {
    const { code, stderr } = await lychgate(["releases"], { cwd: createRepository().root });
    expect(stderr).toMatch(/^lychgate: no table: give --table, .*\n$/);
    expect(code).toBe(2);
  });
});

describe.concurrent("lychgate rollback", () => {
  it("puts an earlier release in force from the table alone, and enters it in the history", async () => {
    const { table, first, second, revisions, elsewhere } = await seededTwice();
    const plan = await run(elsewhere, "rollback", table, first.slice(0, 8), "--plan");
    expect(plan).toMatchObject({ code: 0, stdout: expect.stringMatching(/^- admins {2}[0-9a-f]{12}\n/) });
    expect(Object.keys(await tables.revisions(table)).sort()).toEqual(["admins", "readers"]);

    const { code, stdout, stderr } = await run(elsewhere, "rollback", table, first.slice(0, 8));
    expect(stdout).toBe(`${plan.stdout}wrote 1 items\n`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await tables.revisions(table)).toEqual(revisions);

    const listed = await run(elsewhere, "releases", table);
    const lines = listed.stdout.split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(
      new RegExp(`^${first.slice(0, 12)} .* \\+0 ~0 -1 {2}rollback of ${second.slice(0, 12)}$`),
    );
  });

  it("has nothing to do for the release in force", async () => {
    const { table, second, elsewhere } = await seededTwice();
    const { code, stdout } = await run(elsewhere, "rollback", table, second);
    expect(stdout).toMatch(/\nnothing to write\n$/);
    expect(code).toBe(0);
    expect((await run(elsewhere, "releases", table)).stdout.split("\n")).toHaveLength(4);
  });

  it("answers a release that there is not with one line and exit code 2", async () => {
    const { table, elsewhere } = await seededTwice();
    expect(await run(elsewhere, "rollback", table, "f".repeat(64))).toEqual({
      code: 2,
      stdout: "",
      stderr: `lychgate: no release of this table begins with \`${"f".repeat(64)}\`\n`,
    });
  });

  it("waits for a release that is not finished, or takes the table over", async () => {
    const { table, first, revisions, elsewhere } = await seededTwice();
    await tables.claim(table, "f".repeat(64));
    const { code, stderr } = await run(elsewhere, "rollback", table, first);
    expect(stderr).toMatch(/^lychgate: the release `f{64}` was begun .*`--take-over`\n$/);
    expect(code).toBe(2);
    expect(await run(elsewhere, "rollback", table, first, "--take-over")).toMatchObject({ code: 0 });
    expect(await tables.revisions(table)).toEqual(revisions);
  });
});

describe.concurrent("lychgate drift", () => {
  it("finds none where the table holds what the repository says", async () => {
    const { table, repository, second } = await seededTwice();
    expect(await run(repository, "drift", table)).toEqual({
      code: 0,
      stdout: `0 added, 0 changed, 0 replaced, 0 removed, 2 unchanged\nrelease ${second}\nin force ${second}\n`,
      stderr: "",
    });
  });

  it("lists what differs as a plan does, ends with exit code 1, and writes nothing", async () => {
    const { table, repository, second } = await seededTwice();
    repository.write({ "policies/admins.ts": policyModule("admins", ["GET /things"]) });
    repository.remove("policies/readers.ts");
    await tables.spoil(table, "odd");
    const { code, stdout, stderr } = await run(repository, "drift", table);
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^~ admins {2}[0-9a-f]{12} → [0-9a-f]{12}$/),
      "! odd  malformed → removed",
      expect.stringMatching(/^- readers {2}[0-9a-f]{12}$/),
      "0 added, 1 changed, 1 replaced, 1 removed, 0 unchanged",
      `release ${idOf(repository)}`,
      `in force ${second}`,
      "",
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(Object.keys(await tables.revisions(table)).sort()).toEqual(["admins", "odd", "readers"]);
  });

  it("says that a seeding is not finished", async () => {
    const { table, repository } = await seededTwice();
    await tables.claim(table, "f".repeat(64));
    const { code, stdout } = await run(repository, "drift", table);
    expect(stdout).toMatch(/\npending f{64}, begun at 2026-11-01T12:00:00\.000Z by ana\n$/);
    expect(code).toBe(0);
  });

  it("gives JSON", async () => {
    const repository = createRepository();
    const { code, stdout } = await run(repository, "drift", await tables.create(), "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      release: idOf(repository),
      current: null,
      pending: null,
      added: [{ group: "readers" }],
    });
    expect(code).toBe(1);
  });

  it("is a fault where there is no table", async () => {
    const { code, stderr } = await run(createRepository(), "drift", "gone");
    expect(stderr).toMatch(/^lychgate: table `gone` at `.*` does not exist: .*\n$/);
    expect(code).toBe(2);
  });
});
