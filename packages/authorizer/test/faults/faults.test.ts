/** Each row of the table of faults, injected over real sockets. */
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DEV } from "../events.ts";
import { createIssuer } from "../oidc-issuer.ts";
import { itemOf, itemOfText, statementOf } from "../policies.ts";
import { attributesOf, type PolicyTableServer, startPolicyTable } from "../policy-table.ts";
import { PETS } from "../routes.ts";
import { answer, type Fault } from "./fault-proxy.ts";
import { FAULTS, type FaultName } from "./faults.ts";
import { OWNER, resetTable, STALE_SECONDS, startWorld, TTL_SECONDS, type World } from "./world.ts";

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
const TTL = TTL_SECONDS * SECOND;
const TABLE = "auth-policy-store";

/** The true time, and how far the function's clock is from it. */
let truth: number;
let skew: number;
let server: PolicyTableServer;
let world: World | undefined;
beforeAll(async () => {
  server = await startPolicyTable(TABLE);
});
afterAll(() => server.close());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  truth = Math.floor(Date.now() / SECOND) * SECOND;
  setSkew(0);
});
afterEach(async () => {
  vi.useRealTimers();
  await world?.close();
});

function setSkew(milliseconds: number): void {
  skew = milliseconds;
  vi.setSystemTime(truth + skew);
}

function pass(milliseconds: number): void {
  truth += milliseconds;
  setSkew(skew);
}

type TokenOf = (sub: string) => string;

/** How a fault comes about. */
interface Injection {
  /** What the function knows before: nothing, the policies, or policies whose time is over, unless given. */
  knows?: "nothing" | "policies";
  stalePolicySeconds?: number;
  patience?: number;
  /** Makes it fail. @returns the tokens of the calls, where they are not those of before */
  begin(world: World): unknown;
  /** Makes it work again, where that takes more than to fail no longer. */
  end?(world: World): unknown;
  /** How long it takes until the right answer is given again, in milliseconds. */
  recovery?: number;
  /** Whether nothing is let through although there is a policy. */
  allowsNothing?: true;
}

const keysSay = (respond: (response: ServerResponse) => unknown): Injection => ({
  knows: "nothing",
  begin: ({ keys }) => keys.fail(respond),
});
const keysAnswer = (status: number, body: string, type = "application/json"): Injection =>
  keysSay((response) => response.writeHead(status, { "content-type": type }).end(body));

const tableSays = (fault: Fault, more: Partial<Injection> = {}): Injection => ({
  ...more,
  begin: ({ table }) => table.fail(fault),
});
const tableAnswers = (status: number, body: unknown, more?: Partial<Injection>): Injection =>
  tableSays((response) => answer(response, { status, body: textOfBody(body) }), more);
const tableFails = (name: string, status = 400, more?: Partial<Injection>): Injection =>
  tableAnswers(status, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name }, more);
const once = (first: Fault): Injection => {
  let isFirst = true;
  return tableSays(async (response, pass, body) => {
    if (!isFirst) return answer(response, await pass());
    isFirst = false;
    return first(response, pass, body);
  });
};
const tableHolds = (item: ReturnType<typeof attributesOf>, more: Partial<Injection> = {}): Injection => ({
  ...more,
  begin: ({ put }) => put(item),
  end: () => resetTable(server),
});

const STALE = { stalePolicySeconds: STALE_SECONDS };
const GARBAGE = [
  "not JSON",
  "<html>sign in</html>",
  "",
  '{"keys": [',
  '{"Responses": {',
  "null",
  "[]",
  '"x"',
];
const ERROR = { status: 500, body: JSON.stringify({ __type: "InternalServerError" }) };
const THROTTLED = { status: 400, body: JSON.stringify({ __type: "ProvisionedThroughputExceededException" }) };
const asJson = (value: unknown) => JSON.stringify(value);
const textOfBody = (body: unknown) => (typeof body === "string" ? body : asJson(body));

function trickle(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
}

function cutOff(response: ServerResponse): void {
  response.writeHead(200, { "content-length": "1000" }).write('{"');
  setTimeout(() => response.destroy(), 10);
}

function unprocessed(response: ServerResponse, _: unknown, body: string): void {
  const { Keys } = JSON.parse(body).RequestItems[TABLE];
  answer(response, {
    status: 200,
    body: asJson({ Responses: { [TABLE]: [] }, UnprocessedKeys: { [TABLE]: { Keys } } }),
  });
}

/** Policies of some hundred kilobytes for whatever is asked for. */
function large(response: ServerResponse, _: unknown, body: string): void {
  const { Keys } = JSON.parse(body).RequestItems[TABLE];
  const groups: string[] = Keys.map(({ group }: { group: { S: string } }) => group.S);
  const items = groups
    .filter((group) => !group.startsWith("$"))
    .map((group) => attributesOf(itemOf(group, statementOf("Long", "Allow", ...longRoutes(group)))));
  answer(response, { status: 200, body: asJson({ Responses: { [TABLE]: items }, UnprocessedKeys: {} }) });
}

function longRoutes(group: string): string[] {
  return Array.from({ length: 850 }, (_, index) => `GET/${group}/${index}/${"x".repeat(450)}`);
}

function isTokenOf(value: unknown): value is TokenOf {
  return typeof value === "function";
}

const tokenOf =
  ({ issuer }: World, claims: object = {}): TokenOf =>
  (sub) =>
    issuer.token({ sub, exp: truth / SECOND + 30 * 86_400, jti: randomUUID(), ...claims });

const INJECTIONS: Record<FaultName, Injection | Injection[]> = {
  keysDownAtStart: {
    knows: "nothing",
    begin: ({ keys }) => keys.refuse(true),
    end: ({ keys }) => keys.refuse(false),
  },
  keysDownLater: {
    begin: async ({ keys }) => {
      await keys.refuse(true);
      pass(23 * HOUR);
    },
    end: ({ keys }) => keys.refuse(false),
  },
  keysDownForADay: {
    begin: async ({ keys }) => {
      await keys.refuse(true);
      pass(DAY);
    },
    end: ({ keys }) => keys.refuse(false),
  },
  keysBrokenOnce: {
    knows: "nothing",
    begin: ({ issuer, keys }) => {
      let isFirst = true;
      keys.fail((response) => {
        if (isFirst) response.socket?.destroy();
        else response.end(issuer.keySet());
        isFirst = false;
      });
    },
  },
  keysSilent: { ...keysSay(() => undefined), patience: 0.25 },
  keysTrickling: { ...keysSay(trickle), patience: 0.25 },
  keysCutOff: keysSay(cutOff),
  keysRefused: [403, 404, 429, 500, 503].map((status) => keysAnswer(status, "")),
  keysRedirected: {
    knows: "nothing",
    begin: ({ keys }) => keys.fail((response) => response.writeHead(302, { location: "/elsewhere" }).end()),
  },
  keysGarbage: GARBAGE.map((body) => keysAnswer(200, body, "text/html")),
  keysHuge: [keysAnswer(200, `{"keys":[]${" ".repeat(256 * 1024)}}`), keysAnswer(200, "[".repeat(200_000))],
  keysOfNoSet: ["{}", '{"keys":{}}', '{"keys":[null]}', '{"keys":[{}]}'].map((body) => keysAnswer(200, body)),
  keysOfAnotherType: {
    knows: "nothing",
    begin: ({ issuer, keys }) =>
      keys.fail((response) => response.writeHead(200, { "content-type": "text/html" }).end(issuer.keySet())),
  },
  keysEmpty: { ...keysAnswer(200, '{"keys":[]}'), recovery: 10 * SECOND },
  keysRotated: { begin: ({ issuer }) => issuer.rotate() },
  keysReplaced: {
    begin: ({ issuer, keys }) => {
      const [{ kid } = {}] = issuer.keys() as { kid?: string }[];
      const next = createIssuer(issuer.issuer, "ES256", { kid });
      keys.fail((response) => response.end(next.keySet()));
      return (sub: string) => next.token({ sub, exp: truth / SECOND + 86_400 }, { kid });
    },
    end: ({ keys, issuer }) => keys.fail((response) => response.end(issuer.keySet())),
    recovery: HOUR,
  },

  tableDown: { begin: ({ table }) => table.refuse(true), end: ({ table }) => table.refuse(false) },
  tableDownForKnown: {
    knows: "policies",
    begin: ({ table }) => table.refuse(true),
    end: ({ table }) => table.refuse(false),
  },
  tableDownStale: {
    ...STALE,
    begin: ({ table }) => table.refuse(true),
    end: ({ table }) => table.refuse(false),
    recovery: SECOND,
  },
  tableSilent: tableSays(() => undefined, { patience: 0.4 }),
  tableTrickling: tableSays(trickle, { patience: 0.4 }),
  tableCutOff: tableSays(cutOff, { patience: 0.4 }),
  tableSlow: tableSays(async (response, pass) => {
    const passed = await pass();
    setTimeout(() => answer(response, passed), 100);
  }),
  tableThrottled: tableSays((response) => answer(response, THROTTLED)),
  tableThrottledOnce: once((response) => answer(response, THROTTLED)),
  tableUnprocessed: tableSays(unprocessed),
  tableUnprocessedOnce: once(unprocessed),
  tableInternalError: tableSays((response) => answer(response, ERROR)),
  tableInternalErrorOnce: once((response) => answer(response, ERROR)),
  tableGarbage: GARBAGE.map((body) => tableAnswers(200, body)),
  tableOfAnother: [
    tableAnswers(200, {}),
    tableAnswers(200, { Responses: {} }),
    tableAnswers(200, { Responses: { another: [attributesOf(OWNER)] }, UnprocessedKeys: {} }),
  ],
  tableOtherKeys: tableAnswers(200, {
    Responses: {
      [TABLE]: [attributesOf(OWNER), attributesOf(itemOf("admins", statementOf("All", "Allow", "*")))],
    },
  }),
  tableDenied: tableFails("AccessDeniedException", 400, STALE),
  tableMissing: tableFails("ResourceNotFoundException", 400, STALE),
  itemMalformed: ["{}", "null", "not JSON", '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}'].map(
    (text) => tableHolds(attributesOf(itemOfText("pet-owner", text)), STALE),
  ),
  itemOfAnotherHash: tableHolds(
    attributesOf({ ...itemOf("pet-owner", statementOf("All", "Allow", "*")), revision: OWNER.revision }),
  ),
  itemForeign: [
    tableHolds({ group: { S: "pet-owner" } }),
    tableHolds({ group: { S: "pet-owner" }, policy: { N: "1" }, revision: { S: OWNER.revision } }),
    tableHolds({ group: { S: "pet-owner" }, policy: { M: { Statement: { B: Buffer.of(1) } } } }),
  ],
  itemMalformedAmongGood: {
    begin: async (world) => {
      await world.put(attributesOf(itemOfText("broken", "{}")));
      return tokenOf(world, { groups: ["broken", "pet-owner"] });
    },
  },
  itemsTooLarge: {
    patience: 5,
    begin: (world) => {
      world.table.fail(large);
      const groups = Array.from({ length: 16 }, (_, index) => `group-${index}`);
      return tokenOf(world, { groups: [...groups, "pet-owner"] });
    },
    recovery: TTL,
  },
  itemDeleted: { begin: ({ remove }) => remove("pet-owner"), end: () => resetTable(server), recovery: TTL },
  denyEntryMalformed: [
    tableHolds({ group: { S: "$lychgate/deny/sub/issuer|owner" }, until: { S: "tomorrow" } }),
    tableHolds({ group: { S: "$lychgate/deny/sub/issuer|owner" }, until: { N: "-1" } }),
    tableHolds({ group: { S: "$lychgate/deny/sub/issuer|owner" }, reason: { N: "1" } }),
  ].map((injection) => ({ ...injection, end: ({ remove }) => remove("$lychgate/deny/sub/issuer|owner") })),

  clockMinutesAhead: { begin: () => setSkew(10 * MINUTE), end: () => setSkew(0) },
  clockDaysAhead: {
    begin: (world) => {
      const token = tokenOf(world, { exp: truth / SECOND + 3_600 });
      setSkew(2 * DAY);
      return token;
    },
    end: () => setSkew(0),
  },
  clockMinutesBehind: { begin: () => setSkew(-10 * MINUTE), end: () => setSkew(0) },
  clockDaysBehind: {
    begin: (world) => {
      const token = tokenOf(world, { exp: truth / SECOND - 60 });
      setSkew(-2 * DAY);
      return token;
    },
    end: () => setSkew(0),
    allowsNothing: true,
  },
  tokenOfTomorrow: {
    begin: async (world) => {
      const token = tokenOf(world, { nbf: truth / SECOND + 86_400, jti: "1" })("owner");
      setSkew(2 * DAY);
      expect((await world.call(token)).reason).toBe("Authorized");
      setSkew(0);
      return () => token;
    },
  },
  frozenForAnHour: {
    begin: ({ table }) => {
      table.abandon("ended");
      pass(HOUR);
    },
  },
  frozenSilently: {
    patience: 0.5,
    begin: ({ table }) => {
      table.abandon("silent");
      pass(HOUR);
    },
  },
  frozenWhileWaiting: {
    begin: async ({ issuer, call }) => {
      await call(issuer.token({}, { kid: "another" }));
      issuer.rotate();
      pass(10 * SECOND);
    },
  },
  policiesFull: {
    begin: async (world) => {
      for (let first = 0; first < 10_100; first += 100) {
        const groups = Array.from({ length: 100 }, (_, index) => `group-${first + index}`);
        expect((await world.call(tokenOf(world, { groups })("somebody"))).reason).toBe("NoPolicy");
      }
    },
  },
  documentsFull: {
    begin: async (world) => {
      const token = tokenOf(world)("owner");
      for (let stage = 0; stage <= 1_000; stage++)
        expect((await world.call(token, DEV.replace("/dev/", `/stage-${stage}/`))).allowed).toEqual([]);
    },
  },
};

const cases = (Object.keys(FAULTS) as FaultName[]).flatMap((name) =>
  [INJECTIONS[name]].flat().map((injection, index) => [name, index + 1, injection] as const),
);

describe("a fault", () => {
  it.each(cases)(
    "such as %s, in way %i, is answered and recovered from as the table says",
    async (name, _, injection) => {
      const [, reason] = FAULTS[name];
      const { knows = "policies whose time is over", recovery = 0 } = injection;
      await resetTable(server);
      world = await startWorld(server, { ...injection, gatewayClock: () => truth });
      const good = tokenOf(world);
      const call = (token: string) => world?.call(token);
      if (knows !== "nothing") {
        expect(await call(good("owner"))).toEqual({ reason: "Authorized", allowed: PETS });
        expect(await call(good("revoked"))).toEqual({ reason: "Revoked", allowed: [] });
      }
      if (knows === "policies whose time is over") pass(TTL);

      const begun = await injection.begin(world);
      const token = isTokenOf(begun) ? begun : good;
      const stranger = tokenOf(world, { groups: ["admins"] })("stranger");
      const calls = [call(token("owner")), call(token("revoked")), call(stranger)];
      const [owner, revoked, unknown] = await Promise.all(calls);
      const isAllowed = reason === "Authorized" && !injection.allowsNothing;
      expect(owner).toEqual({ reason, allowed: isAllowed ? PETS : [] });
      expect(revoked?.allowed).toEqual([]);
      expect(unknown?.allowed).toEqual([]);

      world.table.fail();
      world.keys.fail();
      await injection.end?.(world);
      pass(recovery);
      expect(await call(good("owner"))).toEqual({ reason: "Authorized", allowed: PETS });
      expect(await call(good("revoked"))).toEqual({ reason: "Revoked", allowed: [] });
      await world.remove("pet-owner");
      pass(TTL);
      expect(await call(good("owner"))).toEqual({ reason: "NoPolicy", allowed: [] });
    },
  );
});
