import { describe, expect, it } from "vitest";
import { itemOf, tamperedItem } from "../test/items.ts";
import { failingAfter, type Loss, observed } from "../test/observed-store.ts";
import { byGroup, contentOf } from "../test/store-content.ts";
import { createMemoryPolicyStore } from "./memory-policy-store.ts";
import type { PolicyStore } from "./policy-store.ts";
import { applySeed } from "./seed.ts";
import { planSeed } from "./seed-plan.ts";

const OLD = [
  itemOf("kept", "1"),
  itemOf("edited", "1"),
  itemOf("renewed", "1"),
  itemOf("gone", "1"),
  itemOf("left", "1"),
];
const NEW = [
  itemOf("kept", "1"),
  itemOf("edited", "2"),
  itemOf("renewed", "2"),
  itemOf("fresh", "2"),
  itemOf("young", "2"),
];
/** two added, two changed, two removed */
const WRITES = 6;
const IN_BOTH = ["edited", "kept", "renewed"];

async function seed(store: PolicyStore, wanted = NEW) {
  return applySeed(store, await planSeed(store, wanted), { concurrency: 1 });
}

describe("applying a seed plan", () => {
  it.each([1, 2, 8, 100])("makes the table what is wanted, %i writes at once", async (concurrency) => {
    const store = createMemoryPolicyStore(OLD);
    const result = await applySeed(store, await planSeed(store, NEW), { concurrency });
    expect(await contentOf(store)).toEqual(byGroup(NEW));
    expect(result).toEqual({ written: WRITES, alreadyDone: 0 });
  });

  it.each([
    ["everything is there already", NEW],
    ["nothing is wanted of an empty table", []],
  ])("writes nothing when %s", async (_, items) => {
    const store = observed(createMemoryPolicyStore(items));
    expect(await seed(store, items)).toEqual({ written: 0, alreadyDone: 0 });
    expect(store.writes).toEqual([]);
  });

  it("writes only what differs, each group once, and removes last", async () => {
    const store = observed(createMemoryPolicyStore(OLD));
    await applySeed(store, await planSeed(store, NEW), { concurrency: 8 });
    const puts = store.writes.slice(0, 4);
    const removals = store.writes.slice(4);
    expect(puts.map(({ group }) => group).sort()).toEqual(["edited", "fresh", "renewed", "young"]);
    expect(puts.every(({ kind }) => kind === "put")).toBe(true);
    expect(removals.map(({ group }) => group).sort()).toEqual(["gone", "left"]);
    expect(removals.every(({ kind }) => kind === "remove")).toBe(true);
  });

  it("replaces and removes malformed items as planned", async () => {
    const store = createMemoryPolicyStore([
      tamperedItem("edited"),
      tamperedItem("gone"),
      itemOf("kept", "1"),
    ]);
    await applySeed(store, await planSeed(store, NEW, { replaceMalformed: true }));
    expect(await contentOf(store)).toEqual(byGroup(NEW));
  });

  it("tells of its progress after each write", async () => {
    const store = createMemoryPolicyStore(OLD);
    const told: [number, number][] = [];
    await applySeed(store, await planSeed(store, NEW), {
      onProgress: (done, total) => told.push([done, total]),
    });
    expect(told).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, WRITES]));
  });

  it.each([0, -1, 1.5, Number.NaN])("cannot make %d writes at once", async (concurrency) => {
    const store = createMemoryPolicyStore(OLD);
    await expect(applySeed(store, await planSeed(store, NEW), { concurrency })).rejects.toThrow(RangeError);
  });

  it.each([
    [undefined, 8],
    [3, 3],
  ])("with a concurrency of %s has at most %i writes under way", async (concurrency, most) => {
    const memory = createMemoryPolicyStore();
    const wanted = Array.from({ length: 30 }, (_, index) => itemOf(`group-${index}`, "1"));
    let underWay = 0;
    let highest = 0;
    const store: PolicyStore = {
      ...memory,
      async put(item, base) {
        highest = Math.max(highest, ++underWay);
        await memory.put(item, base);
        underWay -= 1;
      },
    };
    await applySeed(store, await planSeed(store, wanted), concurrency === undefined ? {} : { concurrency });
    expect(highest).toBe(most);
  });
});

const INTERRUPTIONS = Array.from({ length: WRITES }, (_, writes) => writes).flatMap((writes) =>
  (["request", "answer"] as const).flatMap((loss) =>
    [1, 8].map((concurrency) => ({ writes, loss, concurrency })),
  ),
);

describe("an interrupted run", () => {
  it.each(INTERRUPTIONS)(
    "after $writes writes, with the next $loss lost, $concurrency at once, is finished by another",
    async (interruption) => {
      const { writes, loss, concurrency } = interruption;
      const store = observed(createMemoryPolicyStore(OLD));
      const failing = failingAfter(store, writes, loss as Loss);
      const run = applySeed(failing, await planSeed(failing, NEW), { concurrency });
      await expect(run).rejects.toThrow("the network is gone");
      const first = store.writes.length;
      await applySeed(store, await planSeed(store, NEW), { concurrency });

      expect(await contentOf(store)).toEqual(byGroup(NEW));
      expect(store.writes).toHaveLength(WRITES);
      expect(first).toBeGreaterThanOrEqual(writes);
      for (const moment of store.moments) {
        const groups = moment.map(({ group }) => group);
        expect(groups).toEqual(expect.arrayContaining(IN_BOTH));
        for (const item of moment) expect([...OLD, ...NEW]).toContainEqual(item);
      }
    },
  );

  it.each([0, 1, 2, 3, 4, 5])(
    "by a signal after %i writes says how far it came, and is finished by another",
    async (writes) => {
      const store = observed(createMemoryPolicyStore(OLD));
      const controller = new AbortController();
      if (writes === 0) controller.abort("stop");
      const onProgress = (done: number) => {
        if (done === writes) controller.abort("stop");
      };
      const plan = await planSeed(store, NEW);
      const run = applySeed(store, plan, { concurrency: 1, onProgress, signal: controller.signal });
      await expect(run).rejects.toMatchObject({
        code: "Interrupted",
        message: `seeding was stopped after ${writes} of ${WRITES} writes: plan again to finish it`,
        cause: "stop",
      });
      expect(store.writes).toHaveLength(writes);
      await seed(store);
      expect(await contentOf(store)).toEqual(byGroup(NEW));
    },
  );

  it("by a signal that comes after the last write is none", async () => {
    const store = createMemoryPolicyStore(OLD);
    const controller = new AbortController();
    const onProgress = (done: number, total: number) => {
      if (done === total) controller.abort();
    };
    const run = applySeed(store, await planSeed(store, NEW), { onProgress, signal: controller.signal });
    expect(await run).toEqual({ written: WRITES, alreadyDone: 0 });
  });

  it("lets the writes under way end, and begins no other", async () => {
    const store = createMemoryPolicyStore();
    const slow = Promise.withResolvers<void>();
    const begun: string[] = [];
    const ended: string[] = [];
    const failing: PolicyStore = {
      ...store,
      async put(item) {
        begun.push(item.group);
        if (item.group === "a") throw new Error("the network is gone");
        await slow.promise;
        ended.push(item.group);
      },
    };
    const plan = await planSeed(
      failing,
      ["a", "b", "c"].map((group) => itemOf(group, "1")),
    );
    const run = applySeed(failing, plan, { concurrency: 2 }).catch((error: unknown) => {
      ended.push("run");
      throw error;
    });
    slow.resolve();
    await expect(run).rejects.toThrow("the network is gone");
    expect(begun).toEqual(["a", "b"]);
    expect(ended).toEqual(["b", "run"]);
  });
});

describe("a table that changes after the plan was made", () => {
  it("by a seeder with the same target is no conflict", async () => {
    const store = createMemoryPolicyStore(OLD);
    const plan = await planSeed(store, NEW);
    await seed(store);
    expect(await applySeed(store, plan)).toEqual({ written: 0, alreadyDone: WRITES });
    expect(await contentOf(store)).toEqual(byGroup(NEW));
  });

  it("by a seeder with another target is a conflict that names the group", async () => {
    const store = observed(createMemoryPolicyStore(OLD));
    const plan = await planSeed(store, NEW);
    const others = [itemOf("kept", "1"), itemOf("edited", "3")];
    await seed(store, others);
    const before = store.writes.length;
    await expect(applySeed(store, plan, { concurrency: 1 })).rejects.toMatchObject({
      code: "Conflict",
      group: "edited",
      current: itemOf("edited", "3").revision,
      message: "group `edited` was changed by somebody else since the plan was made: plan again",
      cause: { code: "Conflict" },
    });
    const attempted = store.writes.slice(before).map(({ group }) => group);
    expect(attempted).toEqual(["fresh", "young", "edited"]);
    expect((await store.get(["edited"])).get("edited")).toEqual(itemOf("edited", "3"));
  });

  it.each([
    ["an item that was to be added", [itemOf("fresh", "3")], "fresh"],
    ["an item that was to be removed", [itemOf("gone", "3")], "gone"],
  ])("in %s is a conflict", async (_, changed, group) => {
    const plan = await planSeed(createMemoryPolicyStore(OLD), NEW);
    const groups = new Set(changed.map((item) => item.group));
    const store = createMemoryPolicyStore([...OLD.filter((item) => !groups.has(item.group)), ...changed]);
    await expect(applySeed(store, plan, { concurrency: 1 })).rejects.toMatchObject({
      code: "Conflict",
      group,
    });
    expect((await store.get([group])).get(group)).toEqual(changed[0]);
  });

  it("in that a group to be changed is gone, is a conflict", async () => {
    const plan = await planSeed(createMemoryPolicyStore(OLD), NEW);
    const store = createMemoryPolicyStore(OLD.filter(({ group }) => group !== "edited"));
    await expect(applySeed(store, plan)).rejects.toMatchObject({
      code: "Conflict",
      group: "edited",
      current: null,
    });
  });

  it("while two seeders with different targets run at once, gives each group to one of them and tells the other", async () => {
    const store = createMemoryPolicyStore(OLD);
    const mine = ["kept", "edited", "renewed"].map((group) => itemOf(group, "mine"));
    const yours = ["renewed", "edited", "kept"].map((group) => itemOf(group, "yours"));
    const plans = [await planSeed(store, mine), await planSeed(store, yours)];
    const outcomes = await Promise.allSettled(plans.map((plan) => applySeed(store, plan)));
    const faults = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason);
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault).toMatchObject({ code: "Conflict" });
    for (const item of (await store.get(IN_BOTH)).values()) expect([...mine, ...yours]).toContainEqual(item);
  });
});
