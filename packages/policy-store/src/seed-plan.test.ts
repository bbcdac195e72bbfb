import { describe, expect, it } from "vitest";
import { itemOf, tamperedItem } from "../test/items.ts";
import { observed } from "../test/observed-store.ts";
import { createMemoryPolicyStore } from "./memory-policy-store.ts";
import type { PolicyItem } from "./policy-item.ts";
import { planSeed, type SeedPlanOptions } from "./seed-plan.ts";

const A = itemOf("a", "one");
const NEW_A = itemOf("a", "two");
const B = itemOf("b", "one");
const C = itemOf("c", "one");
const NOTHING = { added: [], changed: [], removed: [], replaced: [], unchanged: 0 };

function plan(held: readonly PolicyItem[], wanted: readonly PolicyItem[], options?: SeedPlanOptions) {
  return planSeed(createMemoryPolicyStore(held), wanted, options);
}

describe("a seed plan", () => {
  it.each([
    ["nothing for what is there already", [A, B], [B, A], { unchanged: 2 }],
    ["what is not in the table as added", [], [A], { added: [A] }],
    ["another policy as changed", [A], [NEW_A], { changed: [{ item: NEW_A, base: A.revision, before: A }] }],
    [
      "another description as changed",
      [A],
      [{ ...A, description: "As" }],
      { changed: [{ item: { ...A, description: "As" }, base: A.revision, before: A }] },
    ],
    [
      "another usage tier as changed",
      [{ ...A, usageTier: "silver" }],
      [{ ...A, usageTier: "gold" }],
      {
        changed: [
          { item: { ...A, usageTier: "gold" }, base: A.revision, before: { ...A, usageTier: "silver" } },
        ],
      },
    ],
    [
      "a description that is gone as changed",
      [{ ...A, description: "As" }],
      [A],
      { changed: [{ item: A, base: A.revision, before: { ...A, description: "As" } }] },
    ],
    ["what is not wanted as removed", [A, B], [A], { removed: [B], unchanged: 1 }],
    [
      "the same policy under another group as one added and one removed",
      [A],
      [B],
      { added: [B], removed: [A] },
    ],
    ["nothing for an empty table when nothing is wanted", [], [], {}],
    ["each list sorted by group", [], [C, A, B], { added: [A, B, C] }],
  ])("holds %s", async (_, held, wanted, expected) => {
    expect(await plan(held, wanted)).toEqual({ ...NOTHING, ...expected });
  });

  it("leaves the reserved items alone", async () => {
    const reserved = itemOf("$lychgate/release", "x");
    expect(await plan([reserved, A], [A])).toEqual({ ...NOTHING, unchanged: 1 });
  });

  it("reads the table once and writes nothing", async () => {
    const store = observed(createMemoryPolicyStore([A, B]));
    await planSeed(store, [NEW_A, C]);
    expect(store.lists).toBe(1);
    expect(store.writes).toEqual([]);
  });
});

describe("what is wanted", () => {
  it.each([
    ["two items for one group", [A, NEW_A], "DuplicateGroup", "a"],
    ["the same item twice", [B, A, B], "DuplicateGroup", "b"],
    ["an item with another policy's revision", [A, tamperedItem("b")], "Malformed", "b"],
    ["a reserved group", [itemOf("$lychgate/release", "x")], "Malformed", "$lychgate/release"],
  ])("is refused with %s, before the table is read", async (_, wanted, code, group) => {
    const store = observed(createMemoryPolicyStore([A]));
    await expect(planSeed(store, wanted)).rejects.toMatchObject({ name: "PolicyStoreError", code, group });
    expect(store.lists).toBe(0);
  });

  it("is taken for a mistake when it would empty the table", async () => {
    await expect(plan([A, B], [])).rejects.toMatchObject({
      code: "EmptySeed",
      message: "expected at least one item, came none, which would remove all 2",
    });
  });

  it("may empty the table when that is said", async () => {
    expect(await plan([A, B], [], { allowEmpty: true })).toEqual({ ...NOTHING, removed: [A, B] });
  });
});

describe("a malformed item in the table", () => {
  it.each([
    ["wanted", [A, B]],
    ["not wanted", [A]],
  ])("is a fault that names it, when its group is %s", async (_, wanted) => {
    await expect(plan([A, tamperedItem("b")], wanted)).rejects.toMatchObject({
      code: "Malformed",
      group: "b",
      message: expect.stringMatching(
        /^the table holds a malformed item: policy item `b`: revision should be/,
      ),
      cause: { code: "Malformed", group: "b" },
    });
  });

  it("is counted with the others", async () => {
    const held = [tamperedItem("a"), tamperedItem("b"), tamperedItem("c")];
    await expect(plan(held, [A])).rejects.toThrow("a malformed item (and 2 more): policy item `a`");
  });

  it("is replaced or removed when that is said, from what was seen and for a reason", async () => {
    const held = [tamperedItem("a"), tamperedItem("b"), C];
    const { replaced, ...rest } = await plan(held, [A, C], { replaceMalformed: true });
    const seen = {
      base: expect.stringMatching(/^malformed:/),
      reason: expect.stringContaining("revision should be"),
    };
    expect(replaced).toEqual([
      { group: "a", item: A, ...seen },
      { group: "b", item: null, ...seen },
    ]);
    expect(rest).toEqual({ added: [], changed: [], removed: [], unchanged: 1 });
  });

  it("counts as something that must not be emptied by mistake", async () => {
    const emptying = plan([tamperedItem("a")], [], { replaceMalformed: true });
    await expect(emptying).rejects.toMatchObject({ code: "EmptySeed" });
  });
});
