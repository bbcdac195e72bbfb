import fc from "fast-check";
import { expect, it } from "vitest";
import { itemOf } from "../test/items.ts";
import type { Loss } from "../test/observed-store.ts";
import { memoryTable, observedTable, seedRelease, withMethods } from "../test/release-tables.ts";
import { byGroup, contentOf } from "../test/store-content.ts";
import type { PolicyItem } from "./policy-item.ts";
import { releaseIdOf } from "./release.ts";
import { listReleases, readRelease } from "./release-history.ts";
import type { ReleaseTable } from "./seed-release.ts";

const item = fc
  .tuple(
    fc.constantFrom("a", "b", "c", "__proto__"),
    fc.constantFrom("1", "2"),
    fc.constantFrom(undefined, "x"),
  )
  .map(([group, route, description]) => itemOf(group, route, description));
const release = fc.uniqueArray(item, { selector: ({ group }) => group });
const interruption = fc.option(
  fc.record({ failAt: fc.nat({ max: 8 }), loss: fc.constantFrom<Loss>("request", "answer") }),
);
const step = fc.record({
  /** what to seed, or which release of the history to go back to */
  target: fc.oneof(release, fc.nat({ max: 5 })),
  interruption,
  takeOver: fc.boolean(),
  concurrency: fc.integer({ min: 1, max: 3 }),
});

/** A table that notes each release that comes in force, with what the table holds at that moment. */
function notedTable(): { table: ReleaseTable; inForce: { id: string; content: PolicyItem[] }[] } {
  const bare = memoryTable();
  const inForce: { id: string; content: PolicyItem[] }[] = [];
  const table = withMethods(bare, {
    async replaceHead(next, seen) {
      const isReplaced = await bare.releases.replaceHead(next, seen);
      if (isReplaced && next.current && !next.pending) {
        inForce.unshift({ id: next.current.id, content: await contentOf(bare.store) });
      }
      return isReplaced;
    },
  });
  return { table, inForce };
}

async function targetOf(table: ReleaseTable, target: PolicyItem[] | number): Promise<PolicyItem[]> {
  if (typeof target !== "number") return target;
  const { releases } = await listReleases(table.releases);
  const entry = releases[target];
  return entry === undefined ? [] : readRelease(table.releases, entry.id);
}

it("whatever was seeded, rolled back, interrupted and taken over, the table holds the last release and the history is true", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), release, async (steps, last) => {
      const { table, inForce } = notedTable();
      for (const { target, interruption: cut, takeOver, concurrency } of steps) {
        const before = await contentOf(table.store);
        const items = await targetOf(table, target);
        const cutTable = cut === null ? table : observedTable(table, cut.failAt, cut.loss);
        const options = { takeOver, concurrency, allowEmpty: true };
        const fault: unknown = await seedRelease(cutTable, items, options).then(
          () => undefined,
          (error: unknown) => error,
        );
        const content = await contentOf(table.store);
        if (fault === undefined) expect(content).toEqual(byGroup(items));
        else if (isPending(fault)) expect(content).toEqual(before);
        else expect(fault).toMatchObject({ message: "the network is gone" });
        for (const held of content) expect([...before, ...items]).toContainEqual(held);
      }
      await seedRelease(table, last, { takeOver: true, allowEmpty: true });

      expect(await contentOf(table.store)).toEqual(byGroup(last));
      const { head, releases } = await listReleases(table.releases);
      expect(head).toMatchObject({ current: { id: releaseIdOf(last) } });
      expect(head?.pending).toBeUndefined();
      expect(releases.map(({ id }) => id)).toEqual(inForce.map(({ id }) => id));
      for (const { id, content } of inForce) {
        expect(releaseIdOf(content)).toBe(id);
        expect(await readRelease(table.releases, id)).toEqual(content);
      }
      for (const [index, { added, removed }] of releases.entries()) {
        const [now, was] = [inForce[index], inForce[index + 1]].map((each) => each?.content.length ?? 0);
        expect(added - removed).toBe((now ?? 0) - (was ?? 0));
      }
    }),
    { numRuns: 300 },
  );
});

it("in whatever order several seeders with different targets take turns, the table holds one of the releases as a whole, and whoever lost says so", async () => {
  const targets = fc.uniqueArray(release, { minLength: 2, maxLength: 4, selector: releaseIdOf });
  await fc.assert(
    fc.asyncProperty(release, targets, fc.scheduler(), async (held, wanted, scheduler) => {
      const bare = memoryTable();
      await seedRelease(bare, held, { allowEmpty: true });
      const before = await contentOf(bare.store);
      const table = {
        store: scheduled(bare.store, scheduler),
        releases: scheduled(bare.releases, scheduler),
      };
      const runs = wanted.map((items) => seedRelease(table, items, { allowEmpty: true }));
      const settled = Promise.allSettled(runs);
      await scheduler.waitIdle();
      const outcomes = await settled;

      const content = await contentOf(bare.store);
      const { head } = await listReleases(bare.releases);
      expect(head?.pending).toBeUndefined();
      expect(head?.current?.id).toBe(releaseIdOf(content));
      const possible = [before, ...wanted.map((items) => byGroup(items))];
      expect(possible).toContainEqual(content);
      for (const outcome of outcomes) {
        if (outcome.status === "rejected")
          expect(["ReleasePending", "BaseMoved"]).toContain(outcome.reason.code);
      }
      expect(outcomes.some(({ status }) => status === "fulfilled")).toBe(true);
    }),
  );
});

/** Has each call of an asynchronous method wait for its turn, in an order that the scheduler chooses. */
function scheduled<T extends object>(target: T, scheduler: fc.Scheduler): T {
  return new Proxy(target, {
    get(object, name) {
      const method: unknown = Reflect.get(object, name);
      if (typeof method !== "function" || name === "list") return method;
      return async (...parameters: unknown[]) => {
        await scheduler.schedule(Promise.resolve());
        return method.apply(object, parameters);
      };
    },
  });
}

function isPending(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault && fault.code === "ReleasePending";
}
