/** What every deny list does. */
import { describe, expect, it } from "vitest";
import { itemOf } from "../test/items.ts";
import { collect, contentOf } from "../test/store-content.ts";
import type { DenyEntry, DenyList } from "./deny-list.ts";
import type { PolicyStore } from "./policy-store.ts";

export interface OpenDenyList {
  store: PolicyStore;
  denyList: DenyList;
}

const OWNER = itemOf("pet-owner", "petstore/v1/pets");
const ANA = { kind: "sub", value: "ana" } as const;
const ENTRY: DenyEntry = {
  ...ANA,
  until: 1_900_000_000,
  reason: "laptop lost",
  createdAt: "2026-11-01T12:00:00.000Z",
};

export function describeDenyList(name: string, open: () => Promise<OpenDenyList>): void {
  describe(name, () => {
    it("gives a caller's policies and entries together, and leaves out what is not there", async () => {
      const { store, denyList } = await open();
      await store.put(OWNER, null);
      await denyList.put(ENTRY);
      await denyList.put({ kind: "sub", value: "ben" });
      const found = await denyList.getWith(
        ["pet-owner", "pet-groomer"],
        [ANA, { kind: "client", value: "ana" }, { kind: "origin_jti", value: "ana" }],
      );
      expect([...found.policies]).toEqual([["pet-owner", OWNER]]);
      expect(found.denied).toEqual([ENTRY]);
    });

    it.each<DenyEntry>([
      { kind: "sub", value: "ana" },
      { kind: "origin_jti", value: "5c0a4c0e-0000-4000-8000-000000000002", reason: "" },
      { kind: "client", value: "1example23456789", until: 0 },
      { kind: "sub", value: "okta|00u/1 2*%2F👩‍⚕️" },
      { kind: "sub", value: "x".repeat(512), createdAt: "2026-11-01T12:00:00.000Z" },
    ])("gives an entry as it was put: %j", async (entry) => {
      const { denyList } = await open();
      await denyList.put(entry);
      expect((await denyList.getWith([], [entry])).denied).toEqual([entry]);
      expect(await collect(denyList.list())).toEqual([entry]);
    });

    it("keeps one entry a subject, the last", async () => {
      const { denyList } = await open();
      await denyList.put(ENTRY);
      await denyList.put(ANA);
      expect((await denyList.getWith([], [ANA, ANA])).denied).toEqual([ANA]);
    });

    it("says of a removal whether there was an entry", async () => {
      const { denyList } = await open();
      await denyList.put(ENTRY);
      expect(await denyList.remove(ANA)).toBe(true);
      expect(await denyList.remove(ANA)).toBe(false);
      expect(await collect(denyList.list())).toEqual([]);
    });

    it.each([[""], ["x".repeat(513)], ["\ud800"]])("cannot name %j", async (value) => {
      const { denyList } = await open();
      const subject = { kind: "sub", value } as const;
      for (const call of [
        () => denyList.put(subject),
        () => denyList.remove(subject),
        () => denyList.getWith([], [subject]),
      ])
        await expect(call()).rejects.toMatchObject({ name: "PolicyStoreError", code: "Malformed" });
    });

    it("takes a group that is named like an entry for absent", async () => {
      const { denyList } = await open();
      await denyList.put(ENTRY);
      const found = await denyList.getWith(["$lychgate/deny/sub/ana"], []);
      expect([found.policies.size, found.denied]).toEqual([0, []]);
    });

    it("is no part of the policies", async () => {
      const { store, denyList } = await open();
      await store.put(OWNER, null);
      await denyList.put(ENTRY);
      expect(await contentOf(store)).toEqual([OWNER]);
      await expect(store.remove("$lychgate/deny/sub/ana", "")).rejects.toMatchObject({ code: "Malformed" });
    });
  });
}
