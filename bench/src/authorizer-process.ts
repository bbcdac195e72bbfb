/**
 * Measures the authorizer's function and its peers, in a process of its own: what the function logs goes to
 * the standard output, which is to be thrown away, and the measurements to the parent. Argument: which table.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { changingEvent, eventWith, firstSeen, inTurn, tokensOf } from "./authorizer-callers.ts";
import { type Handler, MANY_GROUPS, startWorld, type World } from "./authorizer-world.ts";
import type { Candidate } from "./benchmark.ts";
import { measure } from "./measure.ts";
import { createSampleAuthorizer, type SampleOptions } from "./peers/sample-authorizer.ts";

const HOT_TOKENS = 100;

/** As Lambda does, which passes lines on by means of its own. */
function dropOutput(): void {
  console.log = () => {};
  process.stdout.write = () => true;
}

const CANDIDATES = { warm, mix, cold } as const satisfies Record<
  string,
  (world: World) => Promise<Candidate[]>
>;

/** A call of a warm function: policies and keys are known. */
async function warm(world: World): Promise<Candidate[]> {
  const { pool } = world;
  const verifier = CognitoJwtVerifier.create({
    userPoolId: pool.id,
    tokenUse: "access",
    clientId: pool.clientId,
  });
  verifier.cacheJwks(JSON.parse(pool.keySet()));
  const tokens = firstSeen(pool);
  // Two turns: a token that was verified beside the function is no less unseen.
  const [next, nextToVerify] = [inTurn(tokens), inTurn(tokens)];
  const repeated = eventWith(next());
  const unseen = changingEvent();
  const [one, other] = [await world.load(), await world.load()];
  await expectAllowed(one, pool);
  await expectAllowed(other, pool);
  return [
    { name: "CognitoJwtVerifier.verifySync", run: () => verifier.verifySync(nextToVerify()) },
    { name: "lychgate, a token it knows", run: () => one(repeated), isAsync: true },
    { name: "lychgate, a token it has not seen", run: () => other(unseen(next())), isAsync: true },
  ];
}

/** Nine of ten calls with a token that came before. */
async function mix(world: World): Promise<Candidate[]> {
  const { pool } = world;
  const [next, nextHot] = [inTurn(firstSeen(pool)), inTurn(tokensOf(pool, HOT_TOKENS).map(eventWith))];
  const unseen = changingEvent();
  const event = (index: number) => (index % 10 === 0 ? unseen(next()) : nextHot());
  const [lychgate, sample] = [await world.load(), sampleOf(world, "batches")];
  for (const handler of [lychgate, sample]) await expectAllowed(handler, pool);
  return [
    { name: "lychgate", run: (index) => lychgate(event(index)), isAsync: true },
    { name: "the samples' way", run: (index) => sample(event(index)), isAsync: true },
  ];
}

/** Calls that look the policies up. */
async function cold(world: World): Promise<Candidate[]> {
  const lychgate = await world.load({ POLICY_TTL_SECONDS: "0" });
  const handlers = {
    lychgate,
    "the samples' way": sampleOf(world, "batches"),
    "one GetItem a group": sampleOf(world, "items"),
  };
  const candidates: Candidate[] = [];
  for (const groups of [1, 10, 100]) {
    const [token = ""] = tokensOf(world.pool, 1, MANY_GROUPS.slice(0, groups));
    const event = eventWith(token);
    for (const [name, handler] of Object.entries(handlers)) {
      await expectAllowed(handler, world.pool);
      const operations = await operationsOf(() => handler(event));
      if (handler === lychgate && operations.join() !== "BatchGetItem")
        throw new Error(`expected one BatchGetItem for ${groups} groups, came ${operations.join()}`);
      const roundTrips = operations.length;
      candidates.push({
        name: `${name}, ${groups} ${groups === 1 ? "group" : "groups"}`,
        run: () => handler(event),
        isAsync: true,
        roundTrips,
      });
    }
  }
  return candidates;
}

function sampleOf({ pool, jwksUri, client, tableName }: World, reads: SampleOptions["reads"]) {
  const { issuer, clientId } = pool;
  return createSampleAuthorizer({ issuer, clientId, jwksUri, client, tableName, reads }) as Handler;
}

/** The operations that a call asks the table for. */
async function operationsOf(call: () => Promise<unknown>): Promise<string[]> {
  const operations: string[] = [];
  const note = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    operations.push(String(request.getHeader("x-amz-target")).replace(/^.*\./, ""));
  };
  subscribe("http.client.request.start", note);
  await call();
  unsubscribe("http.client.request.start", note);
  return operations;
}

/** A handler that is measured has to allow the good token and nothing else. */
async function expectAllowed(handler: Handler, pool: World["pool"]): Promise<void> {
  const [token = ""] = tokensOf(pool, 1);
  const isAllowed = async (event: unknown) => {
    try {
      return JSON.stringify(await handler(event)).includes('"Allow"');
    } catch {
      return false;
    }
  };
  const [header, payload, signature = ""] = token.split(".");
  const tampered = `${header}.${payload}.AAAA${signature.slice(4)}`;
  if (!(await isAllowed(eventWith(token)))) throw new Error("expected a good token to be allowed");
  if (await isAllowed(eventWith(tampered))) throw new Error("expected a tampered token to be refused");
}

const table = process.argv[2] as keyof typeof CANDIDATES;
process.once("disconnect", () => process.exit());
const world = await startWorld();
try {
  const candidates = await CANDIDATES[table](world);
  dropOutput();
  process.send?.(await measure(candidates, table === "warm" ? "processor" : "wall"));
} finally {
  await world.close();
}
process.disconnect();
