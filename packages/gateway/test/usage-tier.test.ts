/** The authorizer names the API key, the gateway meters by it: a tier's calls are those of its groups. */

import { describe, expect, it } from "vitest";
import { itemOf, statementOf } from "../../authorizer/test/policies.ts";
import { createSystem } from "../../authorizer/test/system.ts";
import { authorizerKeyedContract, KEY, keyedPetstore, OTHER_KEY, STAGE } from "./api-keys.ts";

const PETS = statementOf("Pets", "Allow", "GET/pets", "GET/free");
const GOLD = { ...itemOf("partners", PETS), usageTier: "gold" };
const SILVER = { ...itemOf("owners", PETS), usageTier: "silver" };
const ITEMS = [GOLD, SILVER, itemOf("readers", PETS)];

const PLANS = {
  apiKeys: [
    { id: "gold", value: KEY },
    { id: "silver", value: OTHER_KEY },
  ],
  usagePlans: [
    { id: "gold", apiStages: [STAGE], keyIds: ["gold"], quota: { limit: 100, period: "DAY" } },
    { id: "silver", apiStages: [STAGE], keyIds: ["silver"], quota: { limit: 2, period: "DAY" } },
  ],
};

function store() {
  const { authorize, tokenFor } = createSystem({
    items: ITEMS,
    usageTierKeys: new Map([
      ["gold", KEY],
      ["silver", OTHER_KEY],
    ]),
  });
  const { send } = keyedPetstore(PLANS, { document: authorizerKeyedContract(), authorize });
  const caller = (groups: string[]) => {
    const headers: [string, string][] = [["Authorization", `Bearer ${tokenFor(groups)}`]];
    return async (line = "GET /dev/pets") => (await send(line, { headers })).status;
  };
  return { caller };
}

async function statuses(call: () => Promise<number>): Promise<number[]> {
  return [await call(), await call(), await call(), await call()];
}

describe("usage tiers", () => {
  it("meter each tier's calls by its own plan: one is over its quota, the other is not", async () => {
    const { caller } = store();
    expect(await statuses(caller(["owners"]))).toEqual([200, 200, 429, 429]);
    expect(await statuses(caller(["partners"]))).toEqual([200, 200, 200, 200]);
    expect(await statuses(caller(["owners", "partners"]))).toEqual([200, 200, 200, 200]);
  });

  it("let nobody without a tier call what requires a key, and everybody what does not", async () => {
    const { caller } = store();
    const call = caller(["readers"]);
    expect([await call(), await call("GET /dev/free")]).toEqual([403, 200]);
  });
});
