/**
 * Whatever comes: nothing is let through but what the policies of a good token's groups allow, and every refusal
 * is a known one. `LYCHGATE_FUZZ_EVENTS` says how many events come, `LYCHGATE_FUZZ_SEED` which.
 */
import { createMemoryDenyList, createMemoryPolicyStore } from "@lychgate/policy-store";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AuthorizerFault,
  type AuthorizerLogEntry,
  type AuthorizerResult,
  createAuthorizer,
  createTokenVerifier,
  type Reason,
  type SimpleResult,
  UnauthorizedError,
} from "../../src/index.ts";
import { edge, ISSUERS, ITEMS, partner, pool } from "../attacks/target.ts";
import { CONNECT, FORMAT_1, FORMAT_2 } from "../documented-events.ts";
import { connectEvent, httpEvent1, httpEvent2, requestEvent, tokenEvent } from "../events.ts";
import { megabytesUsed } from "../memory.ts";
import { allowedIn } from "../routes.ts";
import { epochSeconds } from "../user-pool.ts";
import { tamperedEvent, tamperedText } from "./mutations.ts";

const EVENTS = Number(process.env.LYCHGATE_FUZZ_EVENTS ?? 2_000);
const SEED = Number(process.env.LYCHGATE_FUZZ_SEED ?? 20_261_121);
const BATCH = 2_000;
const isLong = EVENTS > 100_000;

const now = epochSeconds();
/** The tokens that are good for something, by their text, and the routes that they are good for. */
const GOOD = new Map<string, readonly string[]>();

function good(token: string, ...routes: string[]): string {
  GOOD.set(token, routes);
  return token;
}

const PETS = "GET/petstore/v1/pets";
const ALL = [PETS, "GET/petstore/v1/pets/1", "DELETE/petstore/v1/pets", "POST/admin"];

const TOKENS = [
  good(partner.token({ exp: now + 86_400 }), PETS),
  good(edge.token({ exp: now + 86_400 }), PETS),
  good(pool.token({ exp: now + 86_400, "cognito:groups": ["pet-owner"] }), PETS),
  good(partner.token({ exp: now + 86_400, sub: "admin", groups: ["admins"] }), ...ALL),
  good(edge.token({ exp: now + 86_400, groups: [] })),
  partner.token({ exp: now - 60 }),
  partner.token({ sub: "revoked", exp: now + 86_400 }),
  partner.token({ groups: Array.from({ length: 101 }, (_, index) => `g${index}`) }),
  edge.token({ scope: "openid" }),
  partner.token({}, { kid: "another" }),
  partner.token({ iss: edge.issuer }),
  pool.token({ token_use: "id" }),
];

/** Claims as no issuer writes them, signed nevertheless; their groups are nobody's. */
const SIGNED = fc
  .sample(
    fc.dictionary(fc.constantFrom("exp", "nbf", "iat", "sub", "aud", "groups", "scope", "x"), fc.jsonValue()),
    {
      numRuns: 100,
      seed: SEED,
    },
  )
  .map((claims) =>
    JSON.stringify(claims).includes("pet-owner") ? "" : edge.token({ groups: ["nobody"], ...claims }),
  );

const tokens = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TOKENS) },
  { weight: 3, arbitrary: fc.constantFrom(...TOKENS).chain(tamperedText) },
  { weight: 1, arbitrary: fc.constantFrom(...SIGNED) },
  { weight: 1, arbitrary: fc.string() },
);

const authorizations = fc.oneof(
  { weight: 6, arbitrary: tokens.map((token) => `Bearer ${token}`) },
  { weight: 1, arbitrary: tokens.chain((token) => tamperedText(`Bearer ${token}`)) },
  { weight: 1, arbitrary: tokens },
);

/** Events as API Gateway sends them, with a token where one is read and elsewhere. */
const events = fc
  .tuple(authorizations, authorizations)
  .chain(([one, other]) =>
    fc.constantFrom<unknown>(
      tokenEvent(one),
      requestEvent({ Authorization: one }),
      requestEvent({ Authorization: one }, { Authorization: [one] }),
      requestEvent(null, { Authorization: [one, other] }),
      requestEvent({ Authorization: one, authorization: other }),
      httpEvent1({ authorization: one }),
      httpEvent1({ authorization: one, identitySource: other }),
      httpEvent2({ authorization: one }),
      httpEvent2({ authorization: one, path: other.slice(0, 200) }),
      connectEvent({ authorization: one }, { Authorization: other }),
      { ...FORMAT_1, headers: { authorization: one } },
      { ...FORMAT_2, headers: { authorization: one }, identitySource: [one] },
      { ...CONNECT, headers: { Authorization: one }, multiValueHeaders: { Authorization: [other] } },
    ),
  )
  .chain((event) => fc.oneof(fc.constant(event), tamperedEvent(event), tamperedEvent(event)));

const entries: AuthorizerLogEntry[] = [];
const seen = new Map<Reason, number>();

const store = createMemoryPolicyStore(ITEMS);
const denyList = createMemoryDenyList(store);

const options = {
  verify: createTokenVerifier({
    issuers: ISSUERS.map((issuer) =>
      issuer.kind === "oidc" && issuer.name === "edge"
        ? { ...issuer, requiredScopes: ["pets.read"] }
        : issuer,
    ),
    fetchJwks: async (uri) =>
      new TextEncoder().encode([pool, partner, edge].find((each) => uri.startsWith(each.issuer))?.keySet())
        .buffer,
  }),
  store,
  denyList,
  policyTtlSeconds: 60,
  log: (entry: AuthorizerLogEntry) => void entries.push(entry),
};
const authorize = createAuthorizer(options);
const authorizeSimply = createAuthorizer({ ...options, simpleResponses: { cachedSeconds: 0 } });

/** The routes that a token somewhere in the event is good for. */
function deserved(event: unknown): readonly string[] {
  const text = JSON.stringify(event) ?? "";
  return [...GOOD].flatMap(([token, routes]) => (text.includes(token) ? routes : []));
}

async function outcome<T>(decide: () => Promise<T>): Promise<T | undefined> {
  entries.length = 0;
  const result = await decide().catch((error: unknown) => {
    if (error instanceof UnauthorizedError || error instanceof AuthorizerFault) return undefined;
    throw new Error("expected a known error", { cause: error });
  });
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw new Error("expected one log entry");
  if (entry.reason === "Unexpected") throw new Error(`expected a known reason: ${entry.message}`);
  seen.set(entry.reason, (seen.get(entry.reason) ?? 0) + 1);
  return result;
}

async function check(event: unknown): Promise<void> {
  const result: AuthorizerResult | undefined = await outcome(() => authorize(event));
  const allowed = result ? allowedIn(result.policyDocument, Date.now()) : [];
  const right = deserved(event);
  const wrong = allowed.filter((route) => !right.includes(route));
  if (wrong.length > 0) throw new Error(`expected none of ${wrong}`);
  const simple: SimpleResult | AuthorizerResult | undefined = await outcome(() => authorizeSimply(event));
  if (simple && "isAuthorized" in simple && simple.isAuthorized && right.length === 0)
    throw new Error("expected no simple response to allow it");
}

describe(`${EVENTS} events of the seed ${SEED}`, () => {
  it("let nothing through that is not deserved, are all answered in a known way, and leave no memory behind", async () => {
    await denyList.put({ kind: "sub", value: "partner|revoked" });
    const used: number[] = [];
    for (let done = 0; done < EVENTS; done += BATCH) {
      await fc.assert(fc.asyncProperty(events, check), {
        numRuns: Math.min(BATCH, EVENTS - done),
        seed: SEED + done,
      });
      if (done % (25 * BATCH) > 0) continue;
      used.push(megabytesUsed());
      if (isLong) console.log(`${done} events and ${BATCH} more, ${used.at(-1)?.toFixed(1)} MB`);
    }
    const expected: Reason[] = [
      "Authorized",
      "NoPolicy",
      "Revoked",
      "TokenInvalid",
      "TokenAmbiguous",
      "ScopeMissing",
      "GroupsOverage",
      "TokenMissing",
      "TokenExpired",
      "KeysUnavailable",
      "InvalidEvent",
    ];
    expect([...seen.keys()].sort()).toEqual(expected.sort());
    // After a tenth of the events, what is remembered is full or as full as it gets.
    const early = used[Math.ceil(used.length / 10)] ?? used[0] ?? 0;
    if (isLong) console.log(JSON.stringify([...seen]));
    expect((used.at(-1) ?? 0) - early).toBeLessThan(32);
  }, 3_600_000);
});
