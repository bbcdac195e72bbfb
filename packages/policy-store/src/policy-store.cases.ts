/** What every policy store does. */
import { revisionOf } from "@lychgate/policy";
import { afterEach, describe, expect, it } from "vitest";
import { itemOf, tamperedItem } from "../test/items.ts";
import { byGroup, collect, contentOf } from "../test/store-content.ts";
import type { MalformedItem, PolicyItem } from "./policy-item.ts";
import type { PolicyStore } from "./policy-store.ts";

export interface OpenStore {
  store: PolicyStore;
  close(): Promise<void>;
}

/** Opens a store over a table that holds these items, unverified, as somebody else wrote them. */
export type CreateStore = (items?: readonly PolicyItem[]) => Promise<OpenStore>;

const VET = itemOf("pet-veterinarian", "petstore/v1/*", "Veterinarians");
const OWNER = itemOf("pet-owner", "petstore/v1/pets");
const NEWER_VET = itemOf("pet-veterinarian", "petstore/v2/*");

export function describePolicyStore(name: string, create: CreateStore): void {
  const opened: OpenStore[] = [];
  const open = async (items?: readonly PolicyItem[]) => {
    const store = await create(items);
    opened.push(store);
    return store.store;
  };
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  describe(`${name}: look-up`, () => {
    it("gives the items of the groups that are there and leaves out the others", async () => {
      const store = await open([VET, OWNER]);
      const found = await store.get(["pet-veterinarian", "pet-groomer"]);
      expect([...found]).toEqual([["pet-veterinarian", VET]]);
    });

    it("gives each group once, however often it is asked for", async () => {
      const store = await open([VET]);
      expect([...(await store.get([VET.group, VET.group])).values()]).toEqual([VET]);
    });

    it("asked for nothing, gives nothing", async () => {
      const store = await open([VET]);
      expect((await store.get([])).size).toBe(0);
    });

    it("finds 250 groups at once", async () => {
      const items = Array.from({ length: 250 }, (_, index) => itemOf(`group-${index}`, `${index}`));
      const store = await open(items);
      const found = await store.get(items.map(({ group }) => group));
      expect(byGroup([...found.values()])).toEqual(byGroup(items));
    });

    it.each(["Ärzte/Ärztinnen", "a b", "*", "__proto__", "constructor", "%2F", "👩‍⚕️"])(
      "finds the group `%s` by its exact name",
      async (group) => {
        const item = itemOf(group, "pets");
        const store = await open([item]);
        expect([...(await store.get([group, group.toUpperCase(), `${group} `])).values()]).toEqual([item]);
      },
    );

    it.each([
      ["an empty name", ""],
      ["a name that is too long for a key", "x".repeat(2049)],
      ["a name that UTF-8 cannot carry", "\ud800"],
    ])("takes %s for absent", async (_, group) => {
      const store = await open([VET, itemOf("\ufffd", "pets")]);
      expect([...(await store.get([group, VET.group])).keys()]).toEqual([VET.group]);
    });

    it("throws on an item whose revision is not the hash of its policy: it is not absent", async () => {
      const store = await open([VET, tamperedItem("pet-owner")]);
      await expect(store.get(["pet-veterinarian", "pet-owner"])).rejects.toMatchObject({
        name: "PolicyStoreError",
        code: "Malformed",
        group: "pet-owner",
      });
    });
  });

  describe(`${name}: listing`, () => {
    it("gives every item", async () => {
      const store = await open([VET, OWNER]);
      expect(await contentOf(store)).toEqual([OWNER, VET]);
    });

    it("of an empty table gives nothing", async () => {
      expect(await contentOf(await open())).toEqual([]);
    });

    it("throws on a malformed item", async () => {
      const store = await open([VET, tamperedItem("pet-owner")]);
      await expect(contentOf(store)).rejects.toMatchObject({ code: "Malformed", group: "pet-owner" });
    });

    it("reports a malformed item instead to whoever asks, and gives the others", async () => {
      const store = await open([VET, tamperedItem("pet-owner")]);
      const reported: MalformedItem[] = [];
      const listed = await collect(store.list({ onMalformed: (item) => reported.push(item) }));
      expect(listed).toEqual([VET]);
      expect(reported).toMatchObject([{ group: "pet-owner", error: { code: "Malformed" } }]);
    });
  });

  describe(`${name}: putting`, () => {
    it.each([
      ["adds an item where none is", [], OWNER, null],
      ["replaces the item with the expected revision", [VET], NEWER_VET, VET.revision],
      ["changes a description alone", [VET], { ...VET, description: "Vets" }, VET.revision],
      ["changes a usage tier alone", [VET], { ...VET, usageTier: "gold-2" }, VET.revision],
      ["takes a usage tier away", [{ ...VET, usageTier: "gold" }], VET, VET.revision],
    ] as const)("%s", async (_, items, item, base) => {
      const store = await open(items);
      await store.put(item, base);
      expect(await contentOf(store)).toEqual([item]);
    });

    it.each([
      ["expects no item, but there is one", [VET], NEWER_VET, null, VET.revision],
      ["expects no item, but there is the same one", [VET], VET, null, VET.revision],
      ["expects another revision", [VET], NEWER_VET, OWNER.revision, VET.revision],
      ["expects a revision, but there is no item", [], NEWER_VET, VET.revision, null],
    ] as const)("conflicts and writes nothing when it %s", async (_, items, item, base, current) => {
      const store = await open(items);
      await expect(store.put(item, base)).rejects.toMatchObject({
        code: "Conflict",
        group: item.group,
        current,
      });
      expect(await contentOf(store)).toEqual(items);
    });

    it.each([
      ["a revision that is not the policy's hash", tamperedItem("pet-owner")],
      ["a usage tier that is no name of one", { ...OWNER, usageTier: "Gold" }],
      ["an empty usage tier", { ...OWNER, usageTier: "" }],
      ["a revision in upper case", { ...OWNER, revision: OWNER.revision.toUpperCase() }],
      ["a policy that is not JSON", { ...itemOf("pet-owner", "x"), policy: "{" }],
      ["a policy that is no object", { group: "pet-owner", policy: "[]", revision: revisionOf("[]") }],
      ["the group's name reserved", itemOf("$lychgate/release", "x")],
      ["the group's name empty", itemOf("", "x")],
      ["the group's name too long", itemOf("ä".repeat(1025), "x")],
    ])("refuses an item with %s", async (_, item) => {
      const store = await open();
      await expect(store.put(item, null)).rejects.toMatchObject({ code: "Malformed", group: item.group });
      expect(await contentOf(store)).toEqual([]);
    });

    it("of two that add the same group, lets one through", async () => {
      const store = await open();
      const outcomes = await Promise.allSettled([store.put(VET, null), store.put(NEWER_VET, null)]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    });
  });

  describe(`${name}: removing`, () => {
    it("removes the item with the expected revision", async () => {
      const store = await open([VET, OWNER]);
      await store.remove(VET.group, VET.revision);
      expect(await contentOf(store)).toEqual([OWNER]);
    });

    it.each([
      ["there is another revision", [VET], VET.revision],
      ["there is no item", [], null],
    ] as const)("conflicts when %s", async (_, items, current) => {
      const store = await open(items);
      const removal = store.remove(VET.group, NEWER_VET.revision);
      await expect(removal).rejects.toMatchObject({ code: "Conflict", group: VET.group, current });
      expect(await contentOf(store)).toEqual(items);
    });

    it("refuses a reserved name", async () => {
      const reserved = itemOf("$lychgate/release", "x");
      const store = await open([reserved]);
      await expect(store.remove(reserved.group, reserved.revision)).rejects.toMatchObject({
        code: "Malformed",
      });
    });
  });

  describe(`${name}: a malformed item`, () => {
    const reportOf = async (store: PolicyStore): Promise<MalformedItem[]> => {
      const reported: MalformedItem[] = [];
      await collect(store.list({ onMalformed: (item) => reported.push(item) }));
      return reported;
    };

    it("is replaced by whoever gives the base that was reported", async () => {
      const store = await open([tamperedItem("pet-owner")]);
      for (const { base } of await reportOf(store)) await store.put(OWNER, base);
      expect(await contentOf(store)).toEqual([OWNER]);
    });

    it("is removed in the same way", async () => {
      const store = await open([tamperedItem("pet-owner")]);
      for (const { base, group } of await reportOf(store)) await store.remove(group, base);
      expect(await contentOf(store)).toEqual([]);
    });

    it("that has changed since it was reported stays", async () => {
      const store = await open([tamperedItem("pet-owner")]);
      const other = await open([{ ...tamperedItem("pet-owner"), policy: "{}" }]);
      for (const { base } of await reportOf(other)) {
        await expect(store.put(OWNER, base)).rejects.toMatchObject({ code: "Conflict", group: "pet-owner" });
      }
      expect(await reportOf(store)).toHaveLength(1);
    });
  });

  describe(`${name}: a reserved group`, () => {
    it("is neither found nor listed, and is not in the way of those that are", async () => {
      const reserved = { ...itemOf("$lychgate/release", "x"), revision: "not verified either" };
      const store = await open([reserved, VET]);
      expect([...(await store.get([reserved.group, VET.group])).keys()]).toEqual([VET.group]);
      expect(await contentOf(store)).toEqual([VET]);
    });
  });
}
