/**
 * A seeder that is killed at once, wherever it is: each run kills it at the request of one number.
 * `LYCHGATE_KILLS=200` makes a long run of it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NEW, OLD } from "../test/crash-releases.ts";
import { seedRelease } from "../test/release-tables.ts";
import { collect, contentOf } from "../test/store-content.ts";
import { startTableServer, type TableServer } from "../test/table-server.ts";
import { createDynamoPolicyStore } from "./dynamo-policy-store.ts";
import { createDynamoReleaseStore } from "./dynamo-release-store.ts";
import { releaseIdOf } from "./release.ts";
import { listReleases } from "./release-history.ts";
import type { ReleaseTable } from "./seed-release.ts";

const KILLS = Number(process.env.LYCHGATE_KILLS ?? 12);
const SEEDER = fileURLToPath(new URL("../test/seeder.ts", import.meta.url));
const [OLD_ID, NEW_ID] = [OLD, NEW].map(releaseIdOf);
const IN_BOTH = NEW.map(({ group }) => group).filter((group) => OLD.some((item) => item.group === group));
const COMPILED = mkdtempSync(join(tmpdir(), "lychgate-compiled-"));
afterAll(() => rmSync(COMPILED, { recursive: true, force: true }));

describe.each([
  ["with transactions", true],
  ["without transactions", false],
])("a seeder that is killed, %s", (_, transactions) => {
  let server: TableServer;
  let requests: number;
  beforeAll(async () => {
    server = await startTableServer({ transactions });
    const { tableName } = await openTable();
    expect(await ended(startSeeder(tableName))).toBe("0");
    requests = server.operations.length;
  });
  afterAll(() => server.close());

  /** A table that holds the old release, and what it is seen to hold after each request. */
  async function openTable() {
    await server.reset();
    const tableName = await server.createTable();
    const inner = tableOf({ client: server.inner, tableName });
    await seedRelease(inner, OLD);
    const moments: ReadonlyMap<string, string>[] = [];
    server.after = async () => {
      const items = await collect(inner.store.list());
      moments.push(new Map(items.map(({ group, revision }) => [group, revision])));
    };
    return { tableName, inner, moments };
  }

  function startSeeder(tableName: string): ChildProcess {
    const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED };
    return spawn(process.execPath, [SEEDER, server.endpoint, tableName], { env, stdio: "inherit" });
  }

  it.each(pointsOf(KILLS / 2))(
    "at $part of its requests, with the $loss lost, leaves a table that the next run finishes",
    async ({ part, loss }) => {
      const at = Math.max(1, Math.ceil(Number(part) * requests));
      const { tableName, inner, moments } = await openTable();
      const seeder = startSeeder(tableName);
      server.before = async (_operation, count) => {
        if (count < at || seeder.killed) return undefined;
        seeder.kill("SIGKILL");
        return loss === "request" ? "drop" : undefined;
      };
      expect(await ended(seeder)).toBe("SIGKILL");
      await seedRelease(tableOf({ client: server.client, tableName }), NEW);

      expect(await contentOf(inner.store)).toEqual(NEW.toSorted((a, b) => (a.group < b.group ? -1 : 1)));
      const { head, releases } = await listReleases(inner.releases);
      expect(head).toEqual({ current: { id: NEW_ID, sequence: 2 } });
      expect(releases.map(({ id }) => id)).toEqual([NEW_ID, OLD_ID]);
      expect(moments.length).toBeGreaterThan(0);
      for (const moment of moments) expectNoneAbsent(moment);
    },
  );
});

const REVISIONS = new Map(
  [...OLD, ...NEW].map(({ group }) => [
    group,
    [...OLD, ...NEW].filter((item) => item.group === group).map(({ revision }) => revision),
  ]),
);

/** Every group of both releases is there, and none has a policy that is of neither. */
function expectNoneAbsent(moment: ReadonlyMap<string, string>): void {
  expect(IN_BOTH.filter((group) => !moment.has(group))).toEqual([]);
  for (const [group, revision] of moment) expect(REVISIONS.get(group)).toContain(revision);
}

function tableOf(options: Parameters<typeof createDynamoReleaseStore>[0]): ReleaseTable {
  return { store: createDynamoPolicyStore(options), releases: createDynamoReleaseStore(options) };
}

/** How a process ended: its exit code or the signal. */
async function ended(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, "exit");
  return String(code ?? signal);
}

/** Where to kill: places spread over all requests, from the first to the last. */
function pointsOf(count: number): { part: string; loss: "request" | "answer" }[] {
  return Array.from({ length: count }, (_, index) => ({
    part: (index / (count - 1)).toFixed(3),
    loss: index % 2 === 0 ? "request" : "answer",
  }));
}
