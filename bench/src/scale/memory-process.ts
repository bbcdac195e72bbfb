/** Fills one cache of an authorizer, by its number, and prints what the heap grew by, in bytes. */
import { createAuthorizer } from "@lychgate/authorizer";
import { revisionOf } from "@lychgate/policy";
import type { PolicyItem } from "@lychgate/policy-store";
import { callerOf } from "./people.ts";

export interface Filled {
  what: string;
  /** How many callers had to be remembered, each with groups of their own. */
  callers: number;
  bytes: number;
}

/** As many as the caches hold; of merged documents fewer where they are long. */
const CALLERS = 10_000;
const ITEMS = 10_000;
const MERGED = 1_000;

const POLICY_BYTES = 2_000;

const groupsOf = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => `group-${first + index}`);

function itemOf(group: string): PolicyItem {
  const Resource: string[] = [];
  for (let length = 0; length < POLICY_BYTES; length += 70)
    Resource.push(
      `arn:aws:execute-api:*:*:*/*/GET/petstore/v1/${group}/${String(length).padStart(6, "0")}/*`,
    );
  const statement = { Sid: "Read", Effect: "Allow", Action: ["execute-api:Invoke"], Resource };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return { group, policy, revision: revisionOf(policy) };
}

interface Asking {
  callers: number;
  groups: (index: number) => string[];
  denyList?: boolean;
  explainDecisions?: boolean;
}

/** Asks for callers, each with a token of its own; returns what keeps the authorizer alive. */
async function ask({ callers, groups, denyList, explainDecisions = true }: Asking): Promise<unknown> {
  const get = async (wanted: readonly string[]) => new Map(wanted.map((group) => [group, itemOf(group)]));
  const authorize = createAuthorizer({
    verify: async (token) => callerOf(Number(token), 0, groups(Number(token)), 4e9),
    store: { get },
    ...(denyList && {
      denyList: { getWith: async (wanted) => ({ policies: await get(wanted), denied: [] }) },
    }),
    policyTtlSeconds: 3600,
    explainDecisions,
    clock: () => 1.8e12,
  });
  for (let index = 0; index < callers; index++)
    await authorize({ ...EVENT, authorizationToken: `Bearer ${index}` });
  return authorize;
}

const EVENT = {
  type: "TOKEN",
  methodArn: "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/petstore/v1/pets",
};

function heap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const EVERYONE = () => ["everyone"];
const THREE = (index: number) => ["everyone", "staff", `group-${index}`];
const THIRTY = (index: number) => [...groupsOf(0, 29), `group-${100 + index}`];

const CASES: readonly { what: string; asking: Asking }[] = [
  { what: "verified tokens", asking: { callers: CALLERS, groups: EVERYONE } },
  {
    what: "verified tokens, and as many keys that the deny list has not",
    asking: { callers: CALLERS, groups: EVERYONE, denyList: true },
  },
  {
    what: "verified tokens, and a policy of 2 KB for each",
    asking: { callers: ITEMS, groups: (index) => groupsOf(index, 1) },
  },
  {
    what: "merged documents of 3 such policies",
    asking: { callers: MERGED, groups: THREE },
  },
  {
    what: "merged documents of 30 such policies",
    asking: { callers: MERGED, groups: THIRTY },
  },
  {
    what: "the same with `EXPLAIN_DECISIONS=off`",
    asking: { callers: MERGED, groups: THIRTY, explainDecisions: false },
  },
];

const chosen = CASES[Number(process.argv[2] || Number.NaN)];
if (chosen === undefined) console.log(JSON.stringify(CASES.length));
else console.log(JSON.stringify(await fill(chosen)));

async function fill({ what, asking }: (typeof CASES)[number]): Promise<Filled> {
  await ask({ callers: 10, groups: EVERYONE });
  const before = heap();
  const kept = await ask(asking);
  const bytes = heap() - before;
  if (kept === undefined) throw new Error("expected an authorizer");
  return { what, callers: asking.callers, bytes };
}
