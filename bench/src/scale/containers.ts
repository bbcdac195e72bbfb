/**
 * Containers as Lambda runs them: each is the real authorizer with its own caches, all on one virtual clock
 * and one table in memory that counts what it is asked.
 */
import { type Authorizer, type AuthorizerResult, createAuthorizer } from "@lychgate/authorizer";
import { revisionOf } from "@lychgate/policy";
import {
  createMemoryPolicyStore,
  type DenyList,
  type PolicyItem,
  type PolicyStore,
} from "@lychgate/policy-store";
import { callerOf, groupName } from "./people.ts";
import { EVERYONE, GROUPS, type Scenario } from "./scenario.ts";
import type { Invocation } from "./traffic.ts";

/** The virtual time, in seconds since the containers were started. */
export interface Clock {
  now: number;
}

/** When it began, in epoch seconds. */
const EPOCH = 1_800_000_000;

/** What is asked of the table. */
export interface Reading {
  at: number;
  container: number;
  keys: readonly string[];
}

export interface Fleet {
  clock: Clock;
  store: PolicyStore;
  /** Decides as the container does that the invocation goes to. */
  authorize(invocation: Invocation): Promise<AuthorizerResult>;
  /** How many tokens the containers verified so far. */
  verified(): number;
}

export interface FleetOptions {
  scenario: Scenario;
  size: number;
  groupsOf: (user: number, issued: number) => readonly string[];
  onRead: (reading: Reading) => void;
  /** Where there is a deny list. */
  denyList?: (store: PolicyStore) => Pick<DenyList, "getWith">;
  /** How long each container uses a policy, in seconds; the scenario's TTL unless given. */
  policyTtlOf?: (container: number) => number;
}

export function createFleet(options: FleetOptions): Fleet {
  const clock: Clock = { now: 0 };
  const store = createMemoryPolicyStore(ITEMS);
  let verified = 0;
  const tokens = new Map<string, Invocation>();
  const verify = async (token: string) => {
    verified += 1;
    const { user, token: number, issued } = wanted(tokens.get(token));
    const expires = Math.ceil(EPOCH + issued + options.scenario.tokenLifetime);
    return callerOf(user, number, options.groupsOf(user, issued), expires);
  };
  const containers = Array.from({ length: options.size }, (_, container) =>
    startContainer({ ...options, clock, store, container, verify }),
  );
  return {
    clock,
    store,
    verified: () => verified,
    async authorize(invocation) {
      clock.now = invocation.at;
      const token = `${invocation.user}.${invocation.token}`;
      // The verifier is asked in the same invocation or not at all.
      tokens.set(token, invocation);
      const event = { type: "TOKEN", methodArn: METHOD_ARN, authorizationToken: `Bearer ${token}` };
      const result = await wanted(containers[invocation.container])(event);
      tokens.delete(token);
      return result;
    },
  };
}

const METHOD_ARN = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/petstore/v1/pets";

interface Started extends FleetOptions {
  clock: Clock;
  store: PolicyStore;
  container: number;
  verify: Parameters<typeof createAuthorizer>[0]["verify"];
}

function startContainer(started: Started): Authorizer<AuthorizerResult> {
  const { scenario, clock, store, container, onRead, verify } = started;
  const note = (keys: readonly string[]) => onRead({ at: clock.now, container, keys });
  const denyList = started.denyList?.(store);
  return createAuthorizer({
    verify,
    store: {
      get(groups) {
        note(groups);
        return store.get(groups);
      },
    },
    ...(denyList && {
      denyList: {
        getWith(groups, subjects) {
          note([...groups, ...subjects.map(({ kind, value }) => `${kind}/${value}`)]);
          return denyList.getWith(groups, subjects);
        },
      },
    }),
    policyTtlSeconds: started.policyTtlOf?.(container) ?? scenario.policyTtl,
    clock: () => (EPOCH + clock.now) * 1000,
    explainDecisions: false,
  });
}

/** The policy of a group; with another version it is another one. */
export function itemOf(group: string, version: number): PolicyItem {
  const Resource = [`arn:aws:execute-api:*:*:*/*/GET/petstore/v${version}/${group}/*`];
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Read", Effect: "Allow", Action: ["execute-api:Invoke"], Resource }],
  });
  return { group, policy, revision: revisionOf(policy) };
}

const ITEMS = [EVERYONE, ...Array.from({ length: GROUPS - 1 }, (_, index) => groupName(index))].map((group) =>
  itemOf(group, 1),
);

export function wanted<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("expected a value of the simulation's own");
  return value;
}
