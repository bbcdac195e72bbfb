import type { Caller } from "@lychgate/authorizer";
import { createRandom, createSampler, zipfShares } from "./random.ts";
import { EVERYONE, GROUPS } from "./scenario.ts";

const samplePopular = createSampler(zipfShares(GROUPS - 1, 1));

/** Gives each user groups: the one that everyone is in, and others, the popular ones more often. */
export function createGroups(seed: string, groupsPerUser: number): (user: number) => readonly string[] {
  const known = new Map<number, readonly string[]>();
  return (user) => {
    const remembered = known.get(user);
    if (remembered) return remembered;
    const random = createRandom(`${seed}/groups/${user}`);
    const groups = new Set([EVERYONE]);
    while (groups.size < groupsPerUser) groups.add(groupName(samplePopular(random)));
    const sorted = [...groups].sort();
    known.set(user, sorted);
    return sorted;
  };
}

export function groupName(index: number): string {
  return `group-${index}`;
}

/** A verified access token of a user pool, with the claims that such a token has. */
export function callerOf(user: number, token: number, groups: readonly string[], expires: number): Caller {
  const sub = `5c0a4c0e-0000-4000-8000-${String(user).padStart(12, "0")}`;
  const issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Lychgate";
  const clientId = "1example23456789";
  const originJti = `aaaaaaaa-0000-4000-8000-${String(user).padStart(12, "0")}`;
  const username = `user-${user}`;
  const claims = {
    sub,
    iss: issuer,
    client_id: clientId,
    origin_jti: originJti,
    event_id: `bbbbbbbb-0000-4000-8000-${String(token).padStart(12, "0")}`,
    token_use: "access",
    scope: "openid pets.read",
    jti: `cccccccc-0000-4000-8000-${String(user * 1000 + token).padStart(12, "0")}`,
    username,
  };
  return {
    principalId: sub,
    sub,
    username,
    groups,
    expires,
    issuer,
    clientId,
    originJti,
    claims: new Map(Object.entries(claims)),
  };
}
