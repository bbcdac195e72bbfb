/** Many requests at once in one process that remembers nothing yet. Lambda gives a container one at a time. */
import { createAuthorizer } from "@lychgate/authorizer";
import { createMemoryPolicyStore } from "@lychgate/policy-store";
import { itemOf } from "./containers.ts";
import { callerOf, createGroups, groupName } from "./people.ts";
import { EVERYONE, GROUPS, TYPICAL } from "./scenario.ts";

export interface SingleFlight {
  requests: number;
  users: number;
  groups: number;
  /** How often the group was read that was read most. */
  readsPerGroup: number;
  /** How often it would have been, one read for each user and group. */
  withoutSharing: number;
}

const REQUESTS = 1_000;

export async function runSingleFlight(seed: string): Promise<SingleFlight> {
  const groupsOf = createGroups(seed, TYPICAL.groupsPerUser);
  const items = [EVERYONE, ...Array.from({ length: GROUPS - 1 }, (_, index) => groupName(index))];
  const table = createMemoryPolicyStore(items.map((group) => itemOf(group, 1)));
  const answers = Promise.withResolvers<void>();
  const reads = new Map<string, number>();
  const authorize = createAuthorizer({
    verify: async (token) => callerOf(Number(token), 0, groupsOf(Number(token)), 4e9),
    store: {
      async get(groups) {
        for (const group of groups) reads.set(group, (reads.get(group) ?? 0) + 1);
        await answers.promise;
        return table.get(groups);
      },
    },
    policyTtlSeconds: TYPICAL.policyTtl,
    explainDecisions: false,
  });
  const methodArn = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/petstore/v1/pets";
  const underWay = Array.from({ length: REQUESTS }, (_, user) =>
    authorize({ type: "TOKEN", methodArn, authorizationToken: `Bearer ${user}` }),
  );
  // Every request is as far as the table before it answers.
  await new Promise(setImmediate);
  answers.resolve();
  await Promise.all(underWay);
  return {
    requests: REQUESTS,
    users: REQUESTS,
    groups: reads.size,
    readsPerGroup: Math.max(...reads.values()),
    withoutSharing: REQUESTS,
  };
}
