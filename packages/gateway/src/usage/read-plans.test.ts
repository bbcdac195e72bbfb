import { describe, expect, it } from "vitest";
import { GatewayError } from "../errors.ts";
import { readPlans } from "./read-plans.ts";

const VALUE = "a1b2c3d4e5f6g7h8i9j0";

function key(more: object = {}): object {
  return { id: "clinic", value: VALUE, ...more };
}

function plan(more: object = {}): object {
  return { id: "gold", apiStages: [{ apiId: "abcdef1234", stage: "dev" }], keyIds: ["clinic"], ...more };
}

function file(more: object = {}): object {
  return { apiKeys: [key()], usagePlans: [plan()], ...more };
}

function problems(document: unknown): readonly string[] {
  try {
    readPlans(document);
    return [];
  } catch (error) {
    if (error instanceof GatewayError && error.code === "InvalidPlans") return error.problems;
    throw error;
  }
}

describe("a plans file", () => {
  it("may say nothing, and limits nothing then", () => {
    expect(readPlans({})).toEqual({
      apiKeys: [],
      usagePlans: [],
      methodThrottles: new Map(),
      accountThrottle: { rateLimit: -1, burstLimit: -1 },
    });
  });

  it("says what is in it", () => {
    const throttle = { rateLimit: 0.1, burstLimit: 2 };
    const quota = { limit: 500, offset: 2, period: "MONTH" };
    const apiStages = [{ apiId: "abcdef1234", stage: "dev", throttle: { "//GET": throttle } }];
    const read = readPlans(
      file({
        usagePlans: [plan({ throttle, quota, apiStages, name: "Gold", description: "for clinics" })],
        methodThrottles: { "*/*": throttle, "pets/GET": { rateLimit: -1, burstLimit: -1 } },
        accountThrottle: throttle,
      }),
    );
    expect(read).toEqual({
      apiKeys: [{ id: "clinic", value: VALUE, enabled: true }],
      usagePlans: [{ id: "gold", name: "Gold", apiStages, keyIds: ["clinic"], throttle, quota }],
      methodThrottles: new Map([
        ["*/*", throttle],
        ["pets/GET", { rateLimit: -1, burstLimit: -1 }],
      ]),
      accountThrottle: throttle,
    });
  });

  const other = plan({ id: "silver" });
  const manyPlans = Array.from({ length: 11 }, (_, index) =>
    plan({ id: `p${index}`, apiStages: [{ apiId: `a${index}`, stage: "dev" }] }),
  );
  const manyMethods = Object.fromEntries(
    Array.from({ length: 21 }, (_, index) => [`/p${index}/GET`, { rateLimit: 1, burstLimit: 1 }]),
  );
  it.each([
    ["a list for a file", [], "plans: expected an object"],
    ["an unknown member", file({ stages: [] }), "plans.stages: is not supported"],
    ["keys that are no list", file({ apiKeys: {} }), "apiKeys: expected a list"],
    ["a key that is none", file({ apiKeys: [key(), VALUE] }), "apiKeys[1]: expected an object"],
    ["a key without an id", file({ apiKeys: [{ value: VALUE }], usagePlans: [] }), "apiKeys[0].id: expected"],
    [
      "a value of 19 characters",
      { apiKeys: [key({ value: VALUE.slice(1) })] },
      "apiKeys[0].value: expected 20 to 128",
    ],
    [
      "a value of 129 characters",
      { apiKeys: [key({ value: "a".repeat(129) })] },
      "apiKeys[0].value: expected 20 to 128",
    ],
    [
      "a value with a blank",
      { apiKeys: [key({ value: `${VALUE} ` })] },
      "apiKeys[0].value: expected 20 to 128",
    ],
    [
      "text for `enabled`",
      { apiKeys: [key({ enabled: "false" })] },
      "apiKeys[0].enabled: expected `true` or `false`",
    ],
    [
      "a name of 1025 characters",
      { apiKeys: [key({ name: "a".repeat(1025) })] },
      "apiKeys[0].name: expected",
    ],
    [
      "an unknown member of a key",
      { apiKeys: [key({ customerId: "x" })] },
      "apiKeys[0].customerId: is not supported",
    ],
    [
      "one id for two keys",
      { apiKeys: [key(), key({ value: "b".repeat(20) })] },
      "apiKeys: expected each once, came `clinic` again",
    ],
    [
      "one value for two keys",
      { apiKeys: [key(), key({ id: "other" })] },
      "apiKeys: expected each once, came a value again",
    ],
    [
      "a plan without an id",
      file({ usagePlans: [{ apiStages: [], keyIds: [] }] }),
      "usagePlans[0].id: expected",
    ],
    [
      "one id for two plans",
      file({ usagePlans: [plan(), plan({ apiStages: [] })] }),
      "usagePlans: expected each once, came `gold` again",
    ],
    [
      "an unknown member of a plan",
      file({ usagePlans: [plan({ tags: {} })] }),
      "usagePlans[0].tags: is not supported",
    ],
    [
      "a key that is not there",
      file({ usagePlans: [plan({ keyIds: ["none"] })] }),
      "usagePlans.gold.keyIds: expected the id of an API key, came `none`",
    ],
    [
      "a key twice",
      file({ usagePlans: [plan({ keyIds: ["clinic", "clinic"] })] }),
      "usagePlans.gold.keyIds: expected each once, came `clinic` again",
    ],
    [
      "a stage twice",
      file({
        usagePlans: [
          plan({
            apiStages: [
              { apiId: "a", stage: "b" },
              { apiId: "a", stage: "b" },
            ],
          }),
        ],
      }),
      "usagePlans[0].apiStages: expected each once, came `a/b` again",
    ],
    [
      "two plans of a key for one stage",
      file({ usagePlans: [plan(), other] }),
      "apiKeys.clinic: expected one usage plan for `abcdef1234/dev`, came another",
    ],
    [
      "eleven plans for a key",
      file({ usagePlans: manyPlans }),
      "apiKeys.clinic: expected at most 10 usage plans, came 11",
    ],
    [
      "21 methods of a stage",
      file({ usagePlans: [plan({ apiStages: [{ apiId: "a", stage: "b", throttle: manyMethods }] })] }),
      "usagePlans[0].apiStages[0].throttle: expected at most 20 methods, came 21",
    ],
    [
      "a method without a slash in front",
      file({
        usagePlans: [
          plan({
            apiStages: [
              { apiId: "a", stage: "b", throttle: { "pets/GET": { rateLimit: 1, burstLimit: 1 } } },
            ],
          }),
        ],
      }),
      "usagePlans[0].apiStages[0].throttle.pets/GET: expected a method",
    ],
    [
      "a method without a verb",
      file({ methodThrottles: { pets: { rateLimit: 1, burstLimit: 1 } } }),
      "methodThrottles.pets: expected `*/*` or a method",
    ],
    [
      "a verb in lower case",
      file({ methodThrottles: { "pets/get": { rateLimit: 1, burstLimit: 1 } } }),
      "methodThrottles.pets/get: expected",
    ],
    [
      "a throttle without a burst",
      file({ accountThrottle: { rateLimit: 1 } }),
      "accountThrottle.burstLimit: expected a whole number",
    ],
    [
      "a throttle without a rate",
      file({ accountThrottle: { burstLimit: 1 } }),
      "accountThrottle.rateLimit: expected a number",
    ],
    [
      "half a burst",
      file({ accountThrottle: { rateLimit: 1, burstLimit: 0.5 } }),
      "accountThrottle.burstLimit: expected a whole number",
    ],
    [
      "one limit that is none",
      file({ accountThrottle: { rateLimit: -1, burstLimit: 5 } }),
      "accountThrottle.rateLimit: expected",
    ],
    [
      "the other limit that is none",
      file({ accountThrottle: { rateLimit: 5, burstLimit: -1 } }),
      "accountThrottle.burstLimit: expected",
    ],
    [
      "a rate that is endless",
      file({ accountThrottle: { rateLimit: Number.POSITIVE_INFINITY, burstLimit: 5 } }),
      "accountThrottle.rateLimit: expected",
    ],
    [
      "a throttle of null",
      file({ usagePlans: [plan({ throttle: null })] }),
      "usagePlans[0].throttle: expected an object, came null",
    ],
    [
      "a quota of 0",
      file({ usagePlans: [plan({ quota: { limit: 0, period: "DAY" } })] }),
      "usagePlans[0].quota.limit: expected a whole number from 1",
    ],
    [
      "a quota for an hour",
      file({ usagePlans: [plan({ quota: { limit: 1, period: "HOUR" } })] }),
      "usagePlans[0].quota.period: expected one of DAY, WEEK, MONTH",
    ],
    [
      "a negative offset",
      file({ usagePlans: [plan({ quota: { limit: 1, offset: -1, period: "DAY" } })] }),
      "usagePlans[0].quota.offset: expected",
    ],
  ])("is refused with %s", (_, document, problem) => {
    expect(problems(document)).toEqual([expect.stringContaining(problem)]);
    expect(problems(document).join()).not.toContain(VALUE.slice(1));
  });

  it("tells all that is wrong at once", () => {
    expect(problems({ apiKeys: [key({ value: "short" }), 1], usagePlans: 2, more: 3 })).toHaveLength(4);
  });
});
