import type { Ttls } from "./formulas.ts";

/** What is simulated. Times are in seconds. */
export interface Scenario extends Ttls {
  requestsPerSecond: number;
  users: number;
  groupsPerUser: number;
  containers: number;
  denyList: boolean;
  /** Share of the n-th busiest user is as 1/n to this power. */
  exponent: number;
}

export const TYPICAL = {
  requestsPerSecond: 1_000,
  users: 10_000,
  groupsPerUser: 3,
  containers: 10,
  resultTtl: 60,
  policyTtl: 60,
  tokenLifetime: 900,
  denyList: false,
  exponent: 1,
} as const satisfies Scenario;

/** How many groups there are; everybody is in the first. */
export const GROUPS = 200;

export const EVERYONE = "everyone";

/** How much of a scenario is simulated. */
export interface Extent {
  seed: string;
  /** How many of the containers; what they see stands for what all see. */
  sampled: number;
  /** Before anything is counted, until caches are as full as they will be. */
  warmUp: number;
  /** While it is counted. */
  seconds: number;
}
