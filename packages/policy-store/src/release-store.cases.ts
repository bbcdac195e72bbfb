/** What every store of releases does. */
import { revisionOf } from "@lychgate/policy";
import { beforeEach, describe, expect, it } from "vitest";
import { itemOf, tamperedItem } from "../test/items.ts";
import { contentOf } from "../test/store-content.ts";
import type { PendingRelease, ReleaseEntry, ReleaseHead } from "./release.ts";
import type { GroupWriteOptions } from "./release-store.ts";
import type { ReleaseTable } from "./seed-release.ts";
import type { SeedWrite } from "./seed-write.ts";

const A = revisionOf("a");
const B = revisionOf("b");
const PENDING: PendingRelease = {
  id: B,
  sequence: 2,
  claimedAt: "2026-11-01T12:00:00.000Z",
  claimedBy: "ana",
};
const ENTRY: ReleaseEntry = {
  id: A,
  sequence: 1,
  createdAt: "2026-11-01T12:00:00.000Z",
  added: 3,
  changed: 0,
  removed: 0,
};
const FULL_ENTRY: ReleaseEntry = {
  ...ENTRY,
  sequence: 2,
  commit: "c0ffee",
  author: "ana",
  previous: { id: A, sequence: 1 },
  rollbackOf: A,
};

/** Gives a table of its own that nobody has written. */
export function describeReleaseStore(name: string, create: () => Promise<ReleaseTable>): void {
  let table: ReleaseTable;
  beforeEach(async () => {
    table = await create();
  });

  describe(`${name}: the table's state`, () => {
    const STATES: [string, ReleaseHead][] = [
      ["claimed for the first time", { current: null, pending: { ...PENDING, sequence: 1 } }],
      ["with a release in force", { current: { id: A, sequence: 1 } }],
      ["with one in force and one under way", { current: { id: A, sequence: 1 }, pending: PENDING }],
      ["claimed by nobody knows whom", { current: null, pending: { id: B, sequence: 3, claimedAt: "then" } }],
    ];

    it("is absent at first", async () => {
      expect(await table.releases.head()).toBeUndefined();
    });

    it.each(STATES)("is kept: %s", async (_, state) => {
      expect(await table.releases.replaceHead(state, undefined)).toBe(true);
      expect(await table.releases.head()).toEqual(state);
    });

    it.each(STATES)("is replaced by whoever has seen it, and by nobody else: %s", async (_, state) => {
      await table.releases.replaceHead(state, undefined);
      const next: ReleaseHead = { current: { id: B, sequence: 9 } };
      const others = [
        undefined,
        next,
        ...STATES.map(([, other]) => other).filter((other) => other !== state),
      ];
      for (const other of others) expect(await table.releases.replaceHead(next, other)).toBe(false);
      expect(await table.releases.head()).toEqual(state);
      expect(await table.releases.replaceHead(next, state)).toBe(true);
      expect(await table.releases.head()).toEqual(next);
    });

    it("is replaced by one of many who have seen it", async () => {
      const claims = [1, 2, 3, 4].map((sequence) => ({ current: null, pending: { ...PENDING, sequence } }));
      const won = await Promise.all(claims.map((claim) => table.releases.replaceHead(claim, undefined)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await table.releases.head()).toEqual(claims[won.indexOf(true)]);
    });
  });

  describe(`${name}: the history`, () => {
    it("gives the entries that there are", async () => {
      await table.releases.addEntry(ENTRY);
      await table.releases.addEntry(FULL_ENTRY);
      const entries = await table.releases.entries([1, 2, 3]);
      expect([...entries.entries()].sort()).toEqual([
        [1, ENTRY],
        [2, FULL_ENTRY],
      ]);
      expect(await table.releases.entries([])).toEqual(new Map());
    });

    it("keeps an entry as it was written first", async () => {
      await table.releases.addEntry(ENTRY);
      await table.releases.addEntry({ ...ENTRY, author: "somebody else" });
      expect((await table.releases.entries([1])).get(1)).toEqual(ENTRY);
    });

    it("knows its highest number", async () => {
      expect(await table.releases.lastSequence()).toBe(0);
      for (const sequence of [9, 10]) await table.releases.addEntry({ ...ENTRY, sequence });
      expect(await table.releases.lastSequence()).toBe(10);
    });
  });

  describe(`${name}: content`, () => {
    it.each([
      ["short", "[]"],
      ["of many megabytes", JSON.stringify(["x".repeat(1_000_000), "👩‍⚕️".repeat(100_000), "é"])],
    ])("keeps a release's text that is %s", async (_, text) => {
      const id = revisionOf(text);
      expect(await table.releases.releaseText(id)).toBeUndefined();
      await table.releases.addReleaseText(id, text);
      await table.releases.addReleaseText(id, text);
      expect(await table.releases.releaseText(id)).toBe(text);
    });

    it("keeps policies by their revisions", async () => {
      const policies = new Map(
        Array.from({ length: 60 }, (_, index) => [revisionOf(`${index}`), `${index}`]),
      );
      await table.releases.addPolicies(policies);
      await table.releases.addPolicies(policies);
      const found = await table.releases.policies([...policies.keys(), A]);
      expect([...found].sort()).toEqual([...policies].sort());
    });

    it("is no policy of the table", async () => {
      await table.releases.replaceHead({ current: { id: A, sequence: 1 } }, undefined);
      await table.releases.addEntry(ENTRY);
      await table.releases.addReleaseText(A, "[]");
      await table.releases.addPolicies(new Map([[A, "{}"]]));
      expect(await contentOf(table.store)).toEqual([]);
    });
  });

  describe(`${name}: writing groups`, () => {
    const OLD = itemOf("old", "1");
    const NEW = itemOf("new", "1");
    const WRITING: GroupWriteOptions = { concurrency: 4 };
    const put = (item: SeedWrite["item"] & object, base: string | null): SeedWrite => ({
      group: item.group,
      item,
      base,
      size: 100,
    });
    const remove = (group: string, base: string): SeedWrite => ({ group, item: null, base, size: 100 });
    const write = (writes: SeedWrite[], options: Partial<GroupWriteOptions> = {}, claim = PENDING) =>
      table.releases.write(writes, claim, { ...WRITING, ...options });
    beforeEach(async () => {
      await table.releases.replaceHead({ current: null, pending: PENDING }, undefined);
      await table.store.put(OLD, null);
    });

    it("puts and removes while the claim stands", async () => {
      const told: number[] = [];
      const writes = [put(NEW, null), remove("old", OLD.revision)];
      const result = await write(writes, { onWritten: (count) => told.push(count) });
      expect(result).toEqual({ written: 2, alreadyDone: 0 });
      expect(told.reduce((sum, count) => sum + count)).toBe(2);
      expect(await contentOf(table.store)).toEqual([NEW]);
    });

    it("makes more writes than fit into a transaction", async () => {
      const items = Array.from({ length: 250 }, (_, index) => itemOf(`group-${1000 + index}`, "1"));
      expect(await write(items.map((item) => put(item, null)))).toEqual({ written: 250, alreadyDone: 0 });
      expect(await contentOf(table.store)).toEqual([...items, OLD]);
    });

    it.each([
      ["another release is under way", { current: null, pending: { ...PENDING, sequence: 3, id: A } }],
      ["the same one is, under another claim", { current: null, pending: { ...PENDING, sequence: 3 } }],
      ["the release is in force", { current: PENDING }],
    ])("writes nothing when %s", async (_, state) => {
      await table.releases.replaceHead(state, { current: null, pending: PENDING });
      await expect(write([put(NEW, null)])).rejects.toMatchObject({ code: "TakenOver" });
      expect(await contentOf(table.store)).toEqual([OLD]);
    });

    it("takes what somebody has done already for done", async () => {
      const writes = [put(OLD, null), put(NEW, null), remove("gone", A)];
      expect(await write(writes)).toEqual({ written: 1, alreadyDone: 2 });
      expect(await contentOf(table.store)).toEqual([NEW, OLD]);
    });

    it.each<[string, SeedWrite, string | null]>([
      ["was not to be there", put(itemOf("old", "2"), null), OLD.revision],
      ["was to be another one", put(itemOf("old", "2"), A), OLD.revision],
      ["was to be removed as another one", remove("old", A), OLD.revision],
      ["was to be there", put(itemOf("gone", "2"), A), null],
    ])("names the group in conflict that %s", async (_, conflicting, current) => {
      await expect(write([put(NEW, null), conflicting])).rejects.toMatchObject({
        code: "Conflict",
        group: conflicting.group,
        current,
      });
      expect(await contentOf(table.store)).toContainEqual(OLD);
    });

    it("stops between writes when it is told", async () => {
      const result = await write([put(NEW, null)], { signal: AbortSignal.abort() });
      expect(result).toEqual({ written: 0, alreadyDone: 0 });
      expect(await contentOf(table.store)).toEqual([OLD]);
    });

    it("refuses what is no policy item", async () => {
      await expect(write([put(tamperedItem("new"), null)])).rejects.toMatchObject({ code: "Malformed" });
      await expect(write([put(itemOf("$lychgate/head", "1"), null)])).rejects.toMatchObject({
        code: "Malformed",
      });
    });
  });
}
