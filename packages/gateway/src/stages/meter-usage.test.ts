import { describe, expect, it } from "vitest";
import { KEY, keyedPetstore, OTHER_KEY, plansFile, STAGE, withKey } from "../../test/api-keys.ts";
import { header, result, text } from "../../test/petstore.ts";
import type { GatewayOptions } from "../api.ts";

const PETS = "GET /dev/pets";
const DAY_MS = 86_400_000;
const ONE_A_SECOND = { rateLimit: 1, burstLimit: 1 };
const BLOCKED = { rateLimit: 0, burstLimit: 0 };

describe("a usage plan's throttle", () => {
  it("answers 429, and says in the log what AWS says", async () => {
    const { status, send, log, backend } = keyedPetstore(
      plansFile({ throttle: { rateLimit: 5, burstLimit: 1 } }),
    );
    await status();
    const response = await send(PETS, { headers: withKey(KEY) });
    expect([response.status, text(response), header(response, "x-amzn-ErrorType")]).toEqual([
      429,
      '{"message":"Too Many Requests"}',
      "TooManyRequestsException",
    ]);
    expect(header(response, "Retry-After")).toBeUndefined();
    expect(backend.events).toHaveLength(1);
    expect(log).toEqual([
      {
        requestId: expect.any(String),
        reason: "PlanThrottled",
        detail: expect.stringMatching(
          /^API Key \*{15}6789ab exceeded throttle limit for API Stage abcdef1234\/dev: Key throttle limit exceeded for Usage Plan ID gold, RestApi abcdef1234, Stage dev, Resource [0-9a-f]{6}, HttpMethod GET\. Limit: 5\.00 Burst: 1$/,
        ),
      },
    ]);
  });

  it("is each key's own, for all methods together", async () => {
    const { status } = keyedPetstore(plansFile({ throttle: ONE_A_SECOND }));
    expect([
      await status(PETS),
      await status("POST /dev/pets"),
      await status("GET /dev/open"),
      await status(PETS, OTHER_KEY),
    ]).toEqual([200, 429, 429, 200]);
  });

  it("lets a request through again when a token is there", async () => {
    const { status, pass } = keyedPetstore(plansFile({ throttle: { rateLimit: 0.1, burstLimit: 1 } }));
    const statuses = [await status()];
    for (const pause of [9999, 1, 0]) {
      pass(pause);
      statuses.push(await status());
    }
    expect(statuses).toEqual([200, 429, 200, 429]);
  });

  it.each([
    ["/pets/GET", "GET /dev/pets", "POST /dev/pets"],
    ["/pets/{petId}/ANY", "GET /dev/pets/1", "GET /dev/pets"],
    ["//GET", "GET /dev", "GET /dev/open"],
  ])("is replaced for %s", async (method, throttled, other) => {
    const { status } = keyedPetstore(
      plansFile({
        throttle: { rateLimit: 1, burstLimit: 2 },
        apiStages: [{ ...STAGE, throttle: { [method]: ONE_A_SECOND } }],
      }),
    );
    expect([await status(throttled), await status(throttled)]).toEqual([200, 429]);
    expect([await status(other), await status(other), await status(other)]).toEqual([200, 200, 429]);
  });

  it("counts every verb of an ANY method, and every path, as one method", async () => {
    const throttle = { "/pets/{petId}/ANY": { rateLimit: 1, burstLimit: 2 } };
    const { status } = keyedPetstore(plansFile({ apiStages: [{ ...STAGE, throttle }] }));
    expect([
      await status("GET /dev/pets/1"),
      await status("PUT /dev/pets/2"),
      await status("DELETE /dev/pets/3"),
    ]).toEqual([200, 200, 429]);
  });

  it("does not count what requires no key, nor what is refused before", async () => {
    const { status } = keyedPetstore(
      plansFile({ throttle: ONE_A_SECOND, quota: { limit: 1, period: "DAY" } }),
    );
    expect([
      await status("GET /dev/free"),
      await status("GET /dev/none"),
      await status(PETS, "unknown"),
      await status(PETS),
    ]).toEqual([200, 403, 403, 200]);
  });
});

describe("requests that come at once", () => {
  it.each([
    ["throttle", { throttle: { rateLimit: 0, burstLimit: 3 } }],
    ["quota", { quota: { limit: 3, period: "DAY" } }],
  ])("share what the %s leaves", async (_, plan) => {
    const { status } = keyedPetstore(plansFile(plan), { authorize: async () => result() });
    const statuses = await Promise.all(Array.from({ length: 10 }, () => status()));
    expect(statuses.filter((each) => each === 200)).toHaveLength(3);
    expect(statuses.filter((each) => each === 429)).toHaveLength(7);
  });
});

describe("a usage plan's quota", () => {
  it("answers 429, and says in the log what AWS says", async () => {
    const { status, send, log } = keyedPetstore(plansFile({ quota: { limit: 1, period: "DAY" } }));
    await status();
    const response = await send(PETS, { headers: withKey(KEY) });
    expect([response.status, text(response), header(response, "x-amzn-ErrorType")]).toEqual([
      429,
      '{"message":"Limit Exceeded"}',
      "LimitExceededException",
    ]);
    expect(log).toEqual([
      {
        requestId: expect.any(String),
        reason: "QuotaExceeded",
        detail:
          "API Key ***************6789ab exceeded quota limit for API Stage abcdef1234/dev: Key quota exhausted for Usage Plan ID gold. Limit: 1 Period: DAY",
      },
    ]);
  });

  it("is each key's own, and starts anew at midnight UTC", async () => {
    const { status, pass } = keyedPetstore(plansFile({ quota: { limit: 1, period: "DAY" } }));
    expect([await status(), await status(), await status(PETS, OTHER_KEY)]).toEqual([200, 429, 200]);
    pass(DAY_MS / 2 - 1);
    expect(await status()).toBe(429);
    pass(1);
    expect([await status(), await status()]).toEqual([200, 429]);
  });

  it.each([
    ["requestsInFirstPeriod", [200, 429, 429], [200, 200, 200]],
    ["startOfPeriod", [200, 200, 200], [429, 429, 429]],
  ] as const)("takes the offset for %s", async (quotaOffset, first, later) => {
    // It is a Saturday: the sixth day after Sunday, on which that week starts that does not start on Sunday.
    const { status, pass } = keyedPetstore(plansFile({ quota: { limit: 3, offset: 2, period: "WEEK" } }), {
      options: { quotaOffset },
    });
    expect([await status(), await status(), await status()]).toEqual(first);
    pass(DAY_MS);
    expect([await status(), await status(), await status()]).toEqual(later);
  });

  it("is not used up by what the throttle refuses, nor the throttle by what it refuses", async () => {
    const { status, pass } = keyedPetstore(
      plansFile({ throttle: { rateLimit: 1, burstLimit: 1 }, quota: { limit: 2, period: "DAY" } }),
    );
    expect([await status(), await status(), await status()]).toEqual([200, 429, 429]);
    pass(1000);
    expect(await status()).toBe(200);
    pass(1000);
    expect([await status(), await status()]).toEqual([429, 429]);
  });

  it("is used up by what the throttle refuses, where the option says so", async () => {
    const { status, pass, log } = keyedPetstore(
      plansFile({ throttle: ONE_A_SECOND, quota: { limit: 2, period: "DAY" } }),
      { options: { countThrottledRequests: true } },
    );
    await status();
    await status();
    pass(1000);
    expect(await status()).toBe(429);
    expect(log.map(({ reason }) => reason)).toEqual(["PlanThrottled", "QuotaExceeded"]);
  });
});

describe("a plan that cannot be applied", () => {
  const failing = (options: Partial<GatewayOptions>) => {
    let calls = 0;
    return keyedPetstore(plansFile({ throttle: BLOCKED }), {
      options,
      clock: () => {
        calls += 1;
        if (calls === 2) throw new Error("no clock");
        return 0;
      },
    });
  };

  it("answers 500", async () => {
    const { status, log, backend } = failing({});
    expect(await status("GET /dev/open")).toBe(500);
    expect(log.map(({ reason }) => reason)).toEqual(["InternalFault"]);
    expect(backend.events).toEqual([]);
  });

  it("lets the request pass where the option follows AWS, and says so", async () => {
    const { status, log } = failing({ usagePlanFault: "pass" });
    expect(await status("GET /dev/open")).toBe(200);
    expect(log.map(({ reason }) => reason)).toEqual(["UsagePlanFailed"]);
  });
});

describe("a plan that throttles what is not there", () => {
  it.each([
    [
      "a method of a plan",
      plansFile({ apiStages: [{ ...STAGE, throttle: { "/cats/GET": ONE_A_SECOND } }] }),
      "usagePlans.gold./cats/GET: expected a method of `abcdef1234/dev`",
    ],
    [
      "a verb of an ANY method",
      plansFile({ apiStages: [{ ...STAGE, throttle: { "/pets/{petId}/GET": ONE_A_SECOND } }] }),
      "usagePlans.gold./pets/{petId}/GET: expected a method of `abcdef1234/dev`",
    ],
    [
      "a method of the stage",
      plansFile({}, { methodThrottles: { "cats/GET": ONE_A_SECOND } }),
      "methodThrottles.cats/GET: expected a method of `abcdef1234/dev`",
    ],
  ])("is refused: %s", (_, plans, problem) => {
    expect(() => keyedPetstore(plans)).toThrow(
      expect.objectContaining({ code: "InvalidPlans", problems: [problem] }),
    );
  });

  it("is taken where it is another API's", async () => {
    const other = { apiId: "other", stage: "dev", throttle: { "/cats/GET": BLOCKED, "/pets/GET": BLOCKED } };
    const { status } = keyedPetstore(plansFile({ apiStages: [other, STAGE] }));
    expect(await status()).toBe(200);
  });

  it("is refused where an offset is no day of its period", () => {
    const plans = plansFile({ quota: { limit: 3, offset: 7, period: "WEEK" } });
    expect(() => keyedPetstore(plans, { options: { quotaOffset: "startOfPeriod" } })).toThrow(
      expect.objectContaining({
        code: "InvalidPlans",
        problems: [
          expect.stringContaining("usagePlans.gold.quota.offset: expected 0 to 6 for the period WEEK"),
        ],
      }),
    );
  });
});
