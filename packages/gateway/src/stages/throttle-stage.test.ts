import { describe, expect, it } from "vitest";
import { KEY, keyedPetstore, OTHER_KEY, plansFile, withKey } from "../../test/api-keys.ts";
import { header, text } from "../../test/petstore.ts";

const PETS = "GET /dev/pets";
const ONE_A_SECOND = { rateLimit: 1, burstLimit: 1 };
const UNLIMITED = { rateLimit: -1, burstLimit: -1 };

describe("the throttles of a stage", () => {
  it("answer 429 to whoever calls, before the authorizer", async () => {
    const { status, send, authorizer, log } = keyedPetstore(
      plansFile({}, { methodThrottles: { "pets/GET": { rateLimit: 0.5, burstLimit: 1 } } }),
    );
    await status();
    const response = await send(PETS, { headers: [["Authorization", "Bearer other"]] });
    expect([response.status, text(response), header(response, "x-amzn-ErrorType")]).toEqual([
      429,
      '{"message":"Too Many Requests"}',
      "TooManyRequestsException",
    ]);
    expect(authorizer.events).toHaveLength(1);
    expect(log).toEqual([
      { requestId: expect.any(String), reason: "MethodThrottled", detail: "Limit: 0.50 Burst: 1" },
    ]);
  });

  it.each([
    [
      "for every method, each by itself",
      { "*/*": ONE_A_SECOND },
      [PETS, "POST /dev/pets", PETS],
      [200, 200, 429],
    ],
    [
      "for a method, in place of that for all",
      { "*/*": ONE_A_SECOND, "pets/GET": UNLIMITED },
      [PETS, PETS, "GET /dev/free", "GET /dev/free"],
      [200, 200, 200, 429],
    ],
    [
      "for an ANY method, whatever the verb",
      { "pets/{petId}/ANY": ONE_A_SECOND },
      ["GET /dev/pets/1", "PUT /dev/pets/2"],
      [200, 429],
    ],
    ["for the root", { "/GET": ONE_A_SECOND }, ["GET /dev", "GET /dev", "GET /dev/open"], [200, 429, 200]],
    [
      "for no method that is not named",
      { "pets/GET": ONE_A_SECOND },
      ["POST /dev/pets", "POST /dev/pets"],
      [200, 200],
    ],
  ])("are %s", async (_, methodThrottles, lines, expected) => {
    const { status } = keyedPetstore(plansFile({}, { methodThrottles }));
    const statuses = [];
    for (const line of lines) statuses.push(await status(line));
    expect(statuses).toEqual(expected);
  });

  it("let requests through again when tokens are there", async () => {
    const { status, pass } = keyedPetstore(plansFile({}, { methodThrottles: { "*/*": ONE_A_SECOND } }));
    expect([await status(), await status()]).toEqual([200, 429]);
    pass(1000);
    expect([await status(), await status()]).toEqual([200, 429]);
  });

  it("count no request without a route", async () => {
    const { status } = keyedPetstore(plansFile({}, { accountThrottle: ONE_A_SECOND }));
    expect([await status("GET /dev/none"), await status()]).toEqual([403, 200]);
  });
});

describe("the throttle of the account", () => {
  it("is for all methods together, and takes nothing when a method is throttled", async () => {
    const { status, log } = keyedPetstore(
      plansFile(
        {},
        { accountThrottle: { rateLimit: 1, burstLimit: 2 }, methodThrottles: { "pets/GET": ONE_A_SECOND } },
      ),
    );
    expect([
      await status(),
      await status(),
      await status("GET /dev/free"),
      await status("GET /dev/free"),
    ]).toEqual([200, 429, 200, 429]);
    expect(log.map(({ reason }) => reason)).toEqual(["MethodThrottled", "AccountThrottled"]);
  });
});

describe("the place of a stage's throttles", () => {
  it("is after the usage plan where the option says so", async () => {
    const { send, authorizer, log } = keyedPetstore(
      plansFile({ throttle: ONE_A_SECOND }, { methodThrottles: { "*/*": ONE_A_SECOND } }),
      { options: { stageThrottle: "afterUsagePlan" } },
    );
    const statuses = [];
    for (const key of [KEY, KEY, "unknown", OTHER_KEY]) {
      statuses.push((await send(PETS, { headers: withKey(key) })).status);
    }
    expect(statuses).toEqual([200, 429, 403, 429]);
    expect(log.map(({ reason }) => reason)).toEqual(["PlanThrottled", "ApiKeyInvalid", "MethodThrottled"]);
    expect(authorizer.events).toHaveLength(1);
  });
});
