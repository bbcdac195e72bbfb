import fc from "fast-check";
import { expect, it } from "vitest";
import { itemOf, tamperedItem } from "../test/items.ts";
import { failingAfter, type Loss, observed } from "../test/observed-store.ts";
import { byGroup, contentOf } from "../test/store-content.ts";
import { createMemoryPolicyStore } from "./memory-policy-store.ts";
import type { PolicyItem } from "./policy-item.ts";
import { applySeed } from "./seed.ts";
import { planSeed } from "./seed-plan.ts";

const group = fc.constantFrom("a", "b", "c", "d", "e", "f", "__proto__", "constructor");
const description = fc.constantFrom(undefined, "", "first", "second");
const item = fc
  .tuple(group, fc.constantFrom("1", "2", "3"), description)
  .map(([name, route, text]) => itemOf(name, route, text));
const wantedTable = fc.uniqueArray(item, { selector: (entry) => entry.group });
const heldTable = fc.uniqueArray(fc.oneof(item, group.map(tamperedItem)), {
  selector: (entry) => entry.group,
});
const concurrency = fc.integer({ min: 1, max: 4 });
const EVERYTHING = { allowEmpty: true, replaceMalformed: true };

it("whatever the table holds and whatever is wanted, it holds what is wanted after one run, and the next writes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(heldTable, wantedTable, concurrency, async (held, wanted, atOnce) => {
      const store = observed(createMemoryPolicyStore(held));
      await applySeed(store, await planSeed(store, wanted, EVERYTHING), { concurrency: atOnce });
      expect(await contentOf(store)).toEqual(byGroup(wanted));
      const writes = store.writes.length;
      expect(writes).toBeLessThanOrEqual(new Set([...held, ...wanted].map((entry) => entry.group)).size);

      const next = await planSeed(store, wanted, EVERYTHING);
      expect(next.unchanged).toBe(wanted.length);
      await applySeed(store, next);
      expect(store.writes).toHaveLength(writes);
    }),
  );
});

it("wherever runs are interrupted, the last one gives what is wanted and no group of both tables was ever absent", async () => {
  const interruption = fc.record({
    writes: fc.nat({ max: 6 }),
    loss: fc.constantFrom<Loss>("request", "answer"),
    concurrency,
  });
  await fc.assert(
    fc.asyncProperty(
      wantedTable,
      wantedTable,
      fc.array(interruption, { maxLength: 4 }),
      async (held, wanted, runs) => {
        const store = observed(createMemoryPolicyStore(held));
        for (const run of runs) {
          const failing = failingAfter(store, run.writes, run.loss);
          const plan = await planSeed(failing, wanted, EVERYTHING);
          await applySeed(failing, plan, run).catch(expectNetworkFault);
        }
        await applySeed(store, await planSeed(store, wanted, EVERYTHING));

        expect(await contentOf(store)).toEqual(byGroup(wanted));
        const kept = groupsOf(wanted).filter((name) => groupsOf(held).includes(name));
        for (const moment of store.moments) expect(groupsOf(moment)).toEqual(expect.arrayContaining(kept));
      },
    ),
  );
});

function groupsOf(items: readonly PolicyItem[]): string[] {
  return items.map((entry) => entry.group);
}

function expectNetworkFault(error: unknown): void {
  expect(error).toMatchObject({ message: "the network is gone" });
}
