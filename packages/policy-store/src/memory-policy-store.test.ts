import { expect, it } from "vitest";
import { itemOf } from "../test/items.ts";
import { contentOf } from "../test/store-content.ts";
import { createMemoryPolicyStore } from "./memory-policy-store.ts";
import { describePolicyStore } from "./policy-store.cases.ts";

describePolicyStore("the memory store", async (items) => ({
  store: createMemoryPolicyStore(items),
  close: async () => undefined,
}));

it("shares no item with its callers", async () => {
  const given = itemOf("pet-owner", "pets");
  const put = itemOf("pet-groomer", "pets");
  const store = createMemoryPolicyStore([given]);
  await store.put(put, null);
  const got = [...(await store.get(["pet-owner"])).values(), ...(await contentOf(store))];
  for (const item of [given, put, ...got]) item.policy = "{}";
  expect(await contentOf(store)).toEqual([itemOf("pet-groomer", "pets"), itemOf("pet-owner", "pets")]);
});
