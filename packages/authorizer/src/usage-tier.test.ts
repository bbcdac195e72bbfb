import { describe, expect, it } from "vitest";
import { connectEvent, httpEvent1, httpEvent2, requestEvent, tokenEvent } from "../test/events.ts";
import { itemOf, statementOf } from "../test/policies.ts";
import { createSystem } from "../test/system.ts";

const PETS = statementOf("Pets", "Allow", "GET/petstore/v1/pets");
const ITEMS = [
  itemOf("readers", PETS),
  { ...itemOf("owners", PETS), usageTier: "silver" },
  { ...itemOf("partners", PETS), usageTier: "gold" },
  { ...itemOf("testers", PETS), usageTier: "tin" },
];
const GOLD = "goldKey0123456789abcd";
const SILVER = "silverKey0123456789ab";
const KEYS = new Map([
  ["gold", GOLD],
  ["silver", SILVER],
]);

function systemWith(usageTierKeys: typeof KEYS | "none" = KEYS) {
  const keys = usageTierKeys === "none" ? {} : { usageTierKeys };
  const { tokenFor, ...system } = createSystem({ items: ITEMS, ...keys });
  return { ...system, bearer: (groups: string[]) => `Bearer ${tokenFor(groups)}` };
}

describe("the API key of a result", () => {
  it.each<[string[], string | undefined, string | undefined]>([
    [["owners"], "silver", SILVER],
    [["partners"], "gold", GOLD],
    [["owners", "partners", "readers"], "gold", GOLD],
    [["readers"], undefined, undefined],
  ])("for the groups %j is that of the highest tier: %s", async (groups, usageTier, key) => {
    const { authorize, bearer, log } = systemWith();
    const result = await authorize(tokenEvent(bearer(groups)));
    expect(result.usageIdentifierKey).toBe(key);
    expect(log[0]?.usageTier).toBe(usageTier);
    expect(JSON.stringify([result.context, log])).not.toContain("Key0123456789");
  });

  it("is that of the tier that the configuration names first", async () => {
    const { authorize, bearer } = systemWith(new Map([...KEYS].reverse()));
    const result = await authorize(tokenEvent(bearer(["owners", "partners"])));
    expect(result.usageIdentifierKey).toBe(SILVER);
  });

  it("is there for REST and WebSocket APIs, and not for HTTP APIs, which have no usage plans", async () => {
    const { authorize, authorizeSimply, bearer } = systemWith();
    const authorization = bearer(["partners"]);
    for (const event of [requestEvent({ authorization }), connectEvent({ authorization })])
      expect(await authorize(event)).toHaveProperty("usageIdentifierKey", GOLD);
    for (const result of [
      await authorize(httpEvent1({ authorization })),
      await authorize(httpEvent2({ authorization })),
      await authorizeSimply(httpEvent2({ authorization })),
    ])
      expect(result).not.toHaveProperty("usageIdentifierKey");
  });

  it("is not there without a configuration of keys", async () => {
    const { authorize, bearer } = systemWith("none");
    const result = await authorize(tokenEvent(bearer(["partners"])));
    expect(result).not.toHaveProperty("usageIdentifierKey");
  });

  it.each([[["testers"]], [["partners", "testers"]]])(
    "cannot be told for the groups %j, of which one has a tier without a key: a fault",
    async (groups) => {
      const { authorize, bearer, log } = systemWith();
      await expect(authorize(tokenEvent(bearer(groups)))).rejects.toMatchObject({ code: "UsageTierUnknown" });
      expect(log).toEqual([
        {
          reason: "UsageTierUnknown",
          message: "expected an API key for the usage tier `tin` of group `testers`",
        },
      ]);
    },
  );
});
