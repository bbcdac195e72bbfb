import { describe, expect, it } from "vitest";
import { itemOf, tamperedItem } from "../test/items.ts";
import { memoryTable, NOON, observedTable, seedRelease, withMethods } from "../test/release-tables.ts";
import { byGroup, contentOf } from "../test/store-content.ts";
import { releaseIdOf } from "./release.ts";
import { listReleases } from "./release-history.ts";
import { applyRelease, isInForce, planRelease, type ReleaseTable } from "./seed-release.ts";

const OLD = [itemOf("kept", "1"), itemOf("edited", "1"), itemOf("gone", "1")];
const NEW = [itemOf("kept", "1"), itemOf("edited", "2"), itemOf("fresh", "2")];
const OTHER = [itemOf("kept", "3")];
const [OLD_ID, NEW_ID, OTHER_ID] = [OLD, NEW, OTHER].map(releaseIdOf);
const NOW = { now: () => NOON };

async function seededTable(...releases: (typeof OLD)[]): Promise<ReleaseTable> {
  const table = memoryTable();
  for (const release of releases) await seedRelease(table, release);
  return table;
}

/** Leaves a release begun: the claim is made, and no group is written. */
async function begin(table: ReleaseTable, items: typeof OLD, author?: string): Promise<void> {
  const failing = withMethods(table, {
    write: async () => {
      throw new Error("killed");
    },
  });
  const run = seedRelease(failing, items, author === undefined ? {} : { author });
  await expect(run).rejects.toThrow("killed");
}

describe("seeding a release", () => {
  it("initialises an empty table", async () => {
    const table = memoryTable();
    expect(await seedRelease(table, OLD)).toEqual({ written: 3, alreadyDone: 0 });
    expect(await contentOf(table.store)).toEqual(byGroup(OLD));
    expect(await table.releases.head()).toEqual({ current: { id: OLD_ID, sequence: 1 } });
  });

  it("puts it in force and enters it in the history", async () => {
    const table = await seededTable(OLD);
    expect(await seedRelease(table, NEW, { commit: "c0ffee", author: "ana" })).toEqual({
      written: 3,
      alreadyDone: 0,
    });
    expect(await contentOf(table.store)).toEqual(byGroup(NEW));
    const createdAt = NOON.toISOString();
    expect(await listReleases(table.releases)).toEqual({
      head: { current: { id: NEW_ID, sequence: 2 } },
      releases: [
        {
          id: NEW_ID,
          sequence: 2,
          createdAt,
          commit: "c0ffee",
          author: "ana",
          previous: { id: OLD_ID, sequence: 1 },
          added: 1,
          changed: 1,
          removed: 1,
        },
        { id: OLD_ID, sequence: 1, createdAt, added: 3, changed: 0, removed: 0 },
      ],
    });
  });

  it("claims, stores the content and the entry, writes the groups, and finishes, in this order", async () => {
    const table = observedTable(await seededTable(OLD));
    await seedRelease(table, NEW);
    const order = [
      "replaceHead",
      "addPolicies",
      "addReleaseText",
      "addEntry",
      "write",
      "write",
      "replaceHead",
    ];
    expect(table.writes).toEqual(order);
  });

  it("that is in force reads and writes nothing", async () => {
    const table = observedTable(await seededTable(OLD));
    const plan = await planRelease(table, OLD.toReversed());
    expect(isInForce(plan)).toBe(true);
    expect(await applyRelease(table, plan, NOW)).toEqual({ written: 0, alreadyDone: 0 });
    expect(table.writes).toEqual([]);
  });

  it("of ten thousand groups that is in force writes nothing either", async () => {
    const items = Array.from({ length: 10_000 }, (_, index) => itemOf(`group-${index}`, "1"));
    const seeded = memoryTable();
    expect(await seedRelease(seeded, items)).toEqual({ written: 10_000, alreadyDone: 0 });
    const table = observedTable(seeded);
    expect(await seedRelease(table, items)).toEqual({ written: 0, alreadyDone: 0 });
    expect(table.writes).toEqual([]);
  });

  it("that is in force in a table that has drifted writes what differs", async () => {
    const table = await seededTable(OLD);
    await table.store.remove("gone", itemOf("gone", "1").revision);
    expect(await seedRelease(table, OLD)).toEqual({ written: 1, alreadyDone: 0 });
    expect(await contentOf(table.store)).toEqual(byGroup(OLD));
    const { releases } = await listReleases(table.releases);
    expect(releases.map(({ id, sequence, added }) => [id, sequence, added])).toEqual([
      [OLD_ID, 2, 0],
      [OLD_ID, 1, 3],
    ]);
  });

  it("stores the policies alone that the release before had not", async () => {
    const table = await seededTable(OLD);
    const stored: string[] = [];
    const watched = withMethods(table, {
      async addPolicies(policies) {
        stored.push(...policies.values());
      },
    });
    await seedRelease(watched, NEW);
    expect(stored).toEqual([itemOf("edited", "2").policy]);
  });

  it("is not kept from it by a release before whose list is lost", async () => {
    const table = await seededTable(OLD);
    for (const text of [undefined, "[]"]) {
      const damaged = withMethods(table, { releaseText: async () => text });
      await seedRelease(damaged, text === undefined ? NEW : OTHER);
    }
    expect(await contentOf(table.store)).toEqual(OTHER);
  });

  it("of nothing is a mistake unless that is said", async () => {
    const table = await seededTable(OLD);
    await expect(seedRelease(table, [])).rejects.toMatchObject({ code: "EmptySeed" });
    await seedRelease(table, [], { allowEmpty: true });
    expect(await contentOf(table.store)).toEqual([]);
  });
});

describe("a table that was never seeded", () => {
  it.each([
    ["items", OLD, 3],
    ["an item that is the wanted one", OTHER, 1],
  ])("but holds %s is refused, and nothing is written", async (_, held, count) => {
    const table = observedTable(memoryTable(held));
    await expect(seedRelease(table, OTHER)).rejects.toMatchObject({
      code: "NotAdopted",
      message: expect.stringMatching(new RegExp(`^the table holds ${count} items but no release`)),
    });
    expect(table.writes).toEqual([]);
  });

  it("but holds a malformed item is refused, too", async () => {
    const table = observedTable(memoryTable([tamperedItem("kept")]));
    const run = seedRelease(table, OTHER, { replaceMalformed: true });
    await expect(run).rejects.toMatchObject({ code: "NotAdopted" });
    expect(table.writes).toEqual([]);
  });

  it("is seeded when it is adopted", async () => {
    const table = memoryTable([...OLD, tamperedItem("odd")]);
    await seedRelease(table, NEW, { adopt: true, replaceMalformed: true });
    expect(await contentOf(table.store)).toEqual(byGroup(NEW));
  });

  it("any more, because its state was lost, is adopted with a new number", async () => {
    const { store, releases } = await seededTable(OLD, NEW);
    let lost = true;
    const table = withMethods(
      { store, releases },
      {
        head: async () => (lost ? undefined : releases.head()),
        async replaceHead(next, seen) {
          lost = false;
          return releases.replaceHead(next, seen ?? (await releases.head()));
        },
      },
    );
    await seedRelease(table, OTHER, { adopt: true });
    expect(await releases.head()).toEqual({ current: { id: OTHER_ID, sequence: 3 } });
    expect((await listReleases(releases)).releases).toHaveLength(1);
  });
});

describe("a release that is not finished", () => {
  it("is finished by whoever seeds it again", async () => {
    const table = await seededTable(OLD);
    await begin(table, NEW, "ana");
    expect(await table.releases.head()).toMatchObject({ pending: { id: NEW_ID, claimedBy: "ana" } });
    await seedRelease(table, NEW, { author: "ben" });
    expect(await table.releases.head()).toEqual({ current: { id: NEW_ID, sequence: 2 } });
    expect((await listReleases(table.releases)).releases[0]).toMatchObject({ author: "ana" });
  });

  it.each([
    ["ana", " by `ana`"],
    [undefined, ""],
  ])("keeps others out, and says who began it: %s", async (author, by) => {
    const seeded = await seededTable(OLD);
    await begin(seeded, NEW, author);
    const table = observedTable(seeded);
    await expect(seedRelease(table, OTHER)).rejects.toMatchObject({
      code: "ReleasePending",
      message:
        `the release \`${NEW_ID}\` was begun at \`2026-11-01T12:00:00.000Z\`${by} and is not finished: ` +
        "run that one again, or give `--take-over`",
    });
    expect(table.writes).toEqual([]);
  });

  it("keeps out even the release in force", async () => {
    const table = await seededTable(OLD);
    await begin(table, NEW);
    await expect(seedRelease(table, OLD)).rejects.toMatchObject({ code: "ReleasePending" });
  });

  it("is given up when somebody takes the table over, and is in no history", async () => {
    const table = await seededTable(OLD);
    await begin(table, NEW);
    await seedRelease(table, OTHER, { takeOver: true });
    expect(await contentOf(table.store)).toEqual(OTHER);
    const { head, releases } = await listReleases(table.releases);
    expect(head).toEqual({ current: { id: OTHER_ID, sequence: 3 } });
    expect(releases.map(({ id }) => id)).toEqual([OTHER_ID, OLD_ID]);
  });

  it("is stopped by a take-over while it runs", async () => {
    const table = await seededTable(OLD);
    const slow = withMethods(table, {
      async write(writes, claim, options) {
        await seedRelease(table, OTHER, { takeOver: true });
        return table.releases.write(writes, claim, options);
      },
    });
    await expect(seedRelease(slow, NEW)).rejects.toMatchObject({
      code: "TakenOver",
      message: `the table was taken over by somebody else while the release \`${NEW_ID}\` was seeded: plan again`,
    });
    expect(await contentOf(table.store)).toEqual(OTHER);
  });

  it("has its last writes seen by whoever takes over", async () => {
    const table = await seededTable(OLD);
    const taken = Promise.withResolvers<void>();
    const slow = withMethods(table, {
      async write(writes, claim, options) {
        const plan = await planRelease(table, OTHER);
        // what follows was not in the table when that plan was made
        const result = await table.releases.write(writes, claim, options);
        if (result.written > 0)
          await applyRelease(table, plan, { ...NOW, takeOver: true }).finally(taken.resolve);
        return result;
      },
    });
    await expect(seedRelease(slow, NEW)).rejects.toMatchObject({ code: "TakenOver" });
    await taken.promise;
    expect(await contentOf(table.store)).toEqual(OTHER);
  });

  it("under a claim that was lost is not finished by its first seeder, although the same release is under way again", async () => {
    const table = await seededTable(OLD);
    const stale = withMethods(table, {
      async write(writes, claim, options) {
        const result = await table.releases.write(writes, claim, options);
        if (result.written === 0) return result;
        await seedRelease(table, OLD, { takeOver: true }).catch(() => undefined);
        await begin(table, NEW);
        return result;
      },
    });
    await expect(seedRelease(stale, NEW)).rejects.toMatchObject({ code: "TakenOver" });
    expect(await contentOf(table.store)).toEqual(byGroup(OLD));
    expect(await table.releases.head()).toMatchObject({
      current: { id: OLD_ID },
      pending: { id: NEW_ID },
    });
  });
});

describe("a base that has moved since the plan", () => {
  it("is refused, and nothing is written", async () => {
    const seeded = await seededTable(OLD);
    const table = observedTable(seeded);
    const plan = await planRelease(table, NEW);
    await seedRelease(seeded, OTHER);
    await expect(applyRelease(table, plan, NOW)).rejects.toMatchObject({
      code: "BaseMoved",
      message: `the release in force is now \`${OTHER_ID}\`, nothing was written: plan again`,
    });
    expect(await contentOf(table.store)).toEqual(OTHER);
  });

  it("and moved back is refused, too", async () => {
    const table = await seededTable(OLD);
    const plan = await planRelease(table, NEW);
    await seedRelease(table, OTHER);
    await seedRelease(table, OLD);
    await expect(applyRelease(table, plan, NOW)).rejects.toMatchObject({ code: "BaseMoved" });
  });

  it("from which the wanted release was begun is refused, for the plan was made from another", async () => {
    const table = await seededTable(OLD);
    const plan = await planRelease(table, NEW);
    await seedRelease(table, OTHER);
    await begin(table, NEW);
    await expect(applyRelease(table, plan, NOW)).rejects.toMatchObject({ code: "BaseMoved" });
    expect(await contentOf(table.store)).toEqual(OTHER);
  });

  it("to the wanted release is none", async () => {
    const table = await seededTable(OLD);
    const plan = await planRelease(table, NEW);
    await seedRelease(table, NEW);
    expect(await applyRelease(table, plan, NOW)).toEqual({ written: 0, alreadyDone: 3 });
  });
});

describe("two seeders at once", () => {
  const both = async (table: ReleaseTable, items: [typeof OLD, typeof OLD]) => {
    const tables = items.map(() => observedTable(table));
    const plans = await Promise.all(items.map((each) => planRelease(table, each)));
    const runs = plans.map((plan, index) => applyRelease(tables[index] ?? table, plan, NOW));
    return { outcomes: await Promise.allSettled(runs), writes: tables.map(({ writes }) => writes) };
  };

  it.each([
    ["an empty table", []],
    ["a seeded table", [OLD]],
  ])(
    "with different targets for %s: one wins, the other says so and has written no group",
    async (_, seeded) => {
      const table = await seededTable(...seeded);
      const { outcomes, writes } = await both(table, [NEW, OTHER]);
      expect(outcomes).toMatchObject([{ status: "fulfilled" }, { reason: { code: "ReleasePending" } }]);
      expect(writes[1]).toEqual(["replaceHead"]);
      expect(await contentOf(table.store)).toEqual(byGroup(NEW));
    },
  );

  it("with the same target both end well", async () => {
    const table = await seededTable(OLD);
    const { outcomes } = await both(table, [NEW, NEW]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
    expect(await contentOf(table.store)).toEqual(byGroup(NEW));
    expect((await listReleases(table.releases)).releases).toHaveLength(2);
  });
});

describe("an interrupted run", () => {
  const LOSSES = ["request", "answer"] as const;
  const INTERRUPTIONS = Array.from({ length: 7 }, (_, at) =>
    LOSSES.map((loss) => [at, loss] as const),
  ).flat();
  it.each(INTERRUPTIONS)(
    "after %i writes, with the next %s lost, is finished by the next",
    async (at, loss) => {
      const table = await seededTable(OLD);
      await expect(seedRelease(observedTable(table, at, loss), NEW)).rejects.toThrow("the network is gone");
      await seedRelease(table, NEW);
      expect(await contentOf(table.store)).toEqual(byGroup(NEW));
      expect(await table.releases.head()).toEqual({ current: { id: NEW_ID, sequence: 2 } });
      expect((await listReleases(table.releases)).releases.map(({ id }) => id)).toEqual([NEW_ID, OLD_ID]);
    },
  );

  it("by a signal that came before it began claims nothing", async () => {
    const table = observedTable(await seededTable(OLD));
    const run = seedRelease(table, NEW, { signal: AbortSignal.abort("stop") });
    await expect(run).rejects.toMatchObject({ code: "Interrupted", cause: "stop" });
    expect(table.writes).toEqual([]);
  });

  it("by a signal leaves the claim for the next", async () => {
    const table = await seededTable(OLD);
    const controller = new AbortController();
    const onProgress = () => controller.abort("stop");
    const run = seedRelease(table, NEW, { concurrency: 1, onProgress, signal: controller.signal });
    await expect(run).rejects.toMatchObject({ code: "Interrupted" });
    expect(await table.releases.head()).toMatchObject({ current: { id: OLD_ID }, pending: { id: NEW_ID } });
    await seedRelease(table, NEW);
    expect(await contentOf(table.store)).toEqual(byGroup(NEW));
  });
});
