import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyedContract, keyedPetstore, plansFile } from "../test/api-keys.ts";
import { contract, operation, petstore, request, result, statement, text, uri } from "../test/petstore.ts";
import { readCanary } from "./canary.ts";
import { createGateway, type DecisionEntry, type GatewaySettings, readDefinition } from "./index.ts";

const SETTINGS = { stageVariables: { colour: "blue", size: "L" } };

/** The canary has `/new`, which the stage's deployment has not. */
const NEXT = contract(
  {},
  {
    paths: {
      "/open": { get: operation({ security: [] }) },
      "/new": { get: operation({ security: [] }) },
      "/petstore/v1/pets": { get: operation() },
    },
  },
);

function serveWith(percentTraffic: number, random: () => number, more: Partial<GatewaySettings> = {}) {
  const canary = readCanary(NEXT, { percentTraffic, stageVariableOverrides: { colour: "green" } }, SETTINGS);
  return petstore({ definition: SETTINGS, canary, random, ...more });
}

describe("a canary's share", () => {
  it.each([
    [0, 0, 403],
    [10, 0.0999, 200],
    [10, 0.1, 403],
    [33.3, 0.332, 200],
    [33.3, 0.334, 403],
    [100, 0.9999999, 200],
  ])("of %d %% has a request whose number is %d or not: %i", async (percent, random, status) => {
    const { send } = serveWith(percent, () => random);
    expect((await send("GET /dev/new", { headers: [] })).status).toBe(status);
  });

  it("is decided for every request anew", async () => {
    const numbers = [0.9, 0.1, 0.9];
    const { send } = serveWith(50, () => numbers.shift() ?? 1);
    const statuses: number[] = [];
    for (const _ of [1, 2, 3]) statuses.push((await send("GET /dev/new", { headers: [] })).status);
    expect(statuses).toEqual([403, 200, 403]);
  });

  it("has exactly the requests whose number lies below it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 5 }),
        async (percent, numbers) => {
          const left = [...numbers];
          const { send } = serveWith(percent, () => left.shift() ?? 0);
          for (const number of numbers) {
            const { status } = await send("GET /dev/new", { headers: [] });
            expect(status === 200).toBe(number < percent / 100);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([-1, 101, Number.NaN])("is refused as %d", (percentTraffic) => {
    expect(() => readCanary(NEXT, { percentTraffic })).toThrow(
      expect.objectContaining({ code: "InvalidSetting" }),
    );
  });
});

describe("a canary", () => {
  it("has the stage's variables with its own over them", async () => {
    const numbers = [0, 1];
    const { send, backend } = serveWith(50, () => numbers.shift() ?? 1);
    await send("GET /dev/open");
    await send("GET /dev/open");
    expect(backend.events.map(({ stageVariables }) => stageVariables)).toEqual([
      { colour: "green", size: "L" },
      { colour: "blue", size: "L" },
    ]);
  });

  it("is another deployment in the function's event", async () => {
    const numbers = [0, 1];
    const { send, backend } = serveWith(50, () => numbers.shift() ?? 1);
    await send("GET /dev/open");
    await send("GET /dev/open");
    const deployments = backend.events.map((event) => Object(event.requestContext).deploymentId);
    expect(new Set(deployments).size).toBe(2);
  });

  it.each([
    ["true", 100, "[true]"],
    ["false", 0, "[false]"],
    ["nothing without a canary", undefined, "[]"],
  ])("makes `$context.isCanaryRequest` %s", async (_, percentTraffic, body) => {
    const document = contract(
      {},
      {
        "x-amazon-apigateway-gateway-responses": {
          DEFAULT_4XX: { responseTemplates: { "application/json": "[$context.isCanaryRequest]" } },
        },
      },
    );
    const canary = percentTraffic === undefined ? {} : { canary: readCanary(document, { percentTraffic }) };
    expect(text(await petstore({ document, ...canary }).send("GET /dev/none", { headers: [] }))).toBe(body);
  });

  it("does not use what the other deployment's authorizer said, and flushing forgets both", async () => {
    const numbers = [0, 1, 0, 1, 0, 1];
    const { send, authorizer, gateway } = serveWith(50, () => numbers.shift() ?? 1);
    const counts: number[] = [];
    for (const flush of [false, false, false, false, true, false]) {
      if (flush) gateway.flushAuthorizerCache();
      await send("GET /dev/petstore/v1/pets");
      counts.push(authorizer.events.length);
    }
    expect(counts).toEqual([1, 2, 2, 2, 3, 4]);
  });

  it("has an authorizer of its own, and the stage's deployment keeps its", async () => {
    const strict = contract({ authorizerUri: uri("strict") }, {});
    const canary = readCanary(strict, { percentTraffic: 50 });
    const numbers = [0, 1];
    const gateway = createGateway(readDefinition(contract()), {
      canary,
      random: () => numbers.shift() ?? 1,
      functions: {
        authorizer: async () => result(),
        strict: async () => result([statement("Deny", "*")]),
        petstore: async () => ({ statusCode: 200 }),
      },
    });
    const statuses = [
      await gateway.handle(request("GET /dev/petstore/v1/pets")),
      await gateway.handle(request("GET /dev/petstore/v1/pets")),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 200]);
  });

  it("counts against the same quota as the stage's deployment", async () => {
    const numbers = [0, 1, 0, 1];
    const { status } = keyedPetstore(plansFile({ quota: { limit: 2, period: "DAY" } }), {
      canary: readCanary(keyedContract(), { percentTraffic: 50 }),
      random: () => numbers.shift() ?? 1,
    });
    const statuses: number[] = [];
    for (const _ of [1, 2, 3, 4]) statuses.push(await status());
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  it("is told apart in the access log", async () => {
    const entries: DecisionEntry[] = [];
    const numbers = [0, 1];
    const onDecision = (entry: DecisionEntry) => entries.push(entry);
    const { send } = serveWith(50, () => numbers.shift() ?? 1, { onDecision });
    await send("GET /dev/open");
    await send("GET /dev/open");
    await petstore({ onDecision }).send("GET /dev/open");
    expect(entries.map(({ isCanaryRequest }) => isCanaryRequest)).toEqual([true, false, undefined]);
  });

  it("has functions that have to be there", () => {
    const canary = readCanary(contract({ authorizerUri: uri("strict") }), { percentTraffic: 1 });
    expect(() => petstore({ canary })).toThrow(expect.objectContaining({ code: "MissingFunction" }));
  });

  it.each([
    ["stage", { stage: "prod" }],
    ["apiId", { apiId: "other" }],
    ["region", { region: "eu-central-1" }],
    ["accountId", { accountId: "999999999999" }],
  ])("stands where the stage's deployment does: %s", (name, place) => {
    const canary = readCanary(NEXT, { percentTraffic: 1 }, place);
    expect(() => petstore({ canary })).toThrow(
      expect.objectContaining({
        code: "InvalidSetting",
        problems: [expect.stringContaining(`canary.${name}: expected`)],
      }),
    );
  });

  it("names the stage variables that its document needs", () => {
    const document = contract(
      {},
      {
        paths: {
          "/http": {
            get: operation({
              "x-amazon-apigateway-integration": {
                type: "http_proxy",
                httpMethod: "GET",
                uri: `https://\${stageVariables.host}/`,
              },
            }),
          },
        },
      },
    );
    expect(() => readCanary(document, { percentTraffic: 1 })).toThrow("there is no stage variable `host`");
    const { definition } = readCanary(document, {
      percentTraffic: 1,
      stageVariableOverrides: { host: "next.example.com" },
    });
    expect(JSON.stringify(definition.resources.map(({ methods }) => [...methods.values()]))).toContain(
      "https://next.example.com",
    );
  });
});
