import { createMemoryPolicyStore, createMemoryReleaseStore, type ReleaseTable } from "@lychgate/policy-store";
import { beforeEach, describe, expect, it } from "vitest";
import { collect } from "../test/collect.ts";
import { createTempCheckout, type TempCheckout } from "../test/temp-checkout.ts";
import { seedPolicies, syncPolicies } from "./policy-sync.ts";

const OWNER = "policies/pet-owner.ts";

let checkout: TempCheckout;
let table: ReleaseTable;
beforeEach(() => {
  checkout = createTempCheckout();
  const store = createMemoryPolicyStore();
  table = { store, releases: createMemoryReleaseStore(store) };
});

async function revisions(): Promise<Record<string, string>> {
  const items = await collect(table.store.list());
  return Object.fromEntries(items.map(({ group, revision }) => [group, revision]));
}

describe("saved policies", () => {
  it("are seeded, each group with what became of it", async () => {
    const outcome = await syncPolicies(table, checkout.root);
    expect(outcome).toEqual({
      kind: "seeded",
      groups: ["admins", "pet-owner", "pet-veterinarian"].map((group) => ({ group, change: "added" })),
    });
    expect(Object.keys(await revisions()).sort()).toEqual(["admins", "pet-owner", "pet-veterinarian"]);
  });

  it("are seeded where they changed", async () => {
    await seedPolicies(table, checkout.root);
    const before = await revisions();
    checkout.write(OWNER, checkout.read(OWNER).replace("POST /petstore/v1/pets", "GET /petstore/v2/pets"));
    checkout.remove("policies/admins.ts");
    const outcome = await syncPolicies(table, checkout.root);
    expect(outcome).toEqual({
      kind: "seeded",
      groups: [
        { group: "pet-owner", change: "changed" },
        { group: "admins", change: "removed" },
      ],
    });
    const { admins, ...kept } = before;
    expect(await revisions()).toEqual({
      ...kept,
      "pet-owner": expect.not.stringMatching(`^${kept["pet-owner"]}$`),
    });
  });

  it("are left alone where they say the same in other words", async () => {
    await seedPolicies(table, checkout.root);
    checkout.write(OWNER, `// The owners.\n${checkout.read(OWNER)}`);
    expect(await syncPolicies(table, checkout.root)).toEqual({ kind: "unchanged" });
  });

  it("are refused by file and line when one is broken, and none of them is seeded", async () => {
    await seedPolicies(table, checkout.root);
    const before = await revisions();
    checkout.write(OWNER, checkout.read(OWNER).replace("POST /petstore/v1/pets", "POST /petstore/v9/pets"));
    checkout.remove("policies/admins.ts");
    expect(await syncPolicies(table, checkout.root)).toEqual({
      kind: "refused",
      problems: [expect.stringMatching(/^policies\/pet-owner\.ts:\d+: .*`POST \/petstore\/v9\/pets`/)],
    });
    expect(await revisions()).toEqual(before);
  });

  it("keep a stack from starting when one is broken", async () => {
    checkout.write(OWNER, "export default {");
    await expect(seedPolicies(table, checkout.root)).rejects.toMatchObject({ code: "InvalidPolicies" });
    expect(await revisions()).toEqual({});
  });
});
