/** The arithmetic of scale, without a simulation. */
import { ASSUMED, PRICES, QUOTAS } from "./aws.ts";

/**
 * How many are in service at once, on average: Little's law.
 * @see https://doi.org/10.1287/opre.9.3.383
 */
export function inService(perSecond: number, milliseconds: number): number {
  return (perSecond * milliseconds) / 1000;
}

/** How many are in service at once but for one moment in a thousand: a Poisson variate, by its normal limit. */
export function inServiceAtMost(perSecond: number, milliseconds: number): number {
  const mean = inService(perSecond, milliseconds);
  return Math.max(1, Math.ceil(mean + 3.09 * Math.sqrt(mean) + 0.5));
}

/** The concurrency that Lambda has to allow for: the invocations count too, not their time alone. */
export function concurrencyNeeded(perSecond: number, milliseconds: number): number {
  const byRate = Math.ceil(perSecond / QUOTAS.invocationsPerConcurrency.value);
  return Math.max(inServiceAtMost(perSecond, milliseconds), byRate);
}

const BLOCK = 4096;

/**
 * The read units of an item that is read eventually consistently; an item that is absent costs one block.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function readUnits(bytes: number): number {
  return 0.5 * Math.max(1, Math.ceil(bytes / BLOCK));
}

/**
 * How often something is asked for that is remembered for so many seconds from each time it was asked for,
 * where it is wanted at random times: at most once a time to live.
 */
export function asksPerSecond(wantedPerSecond: number, ttl: number): number {
  return wantedPerSecond / (1 + wantedPerSecond * ttl);
}

/** How many of a user's requests a second API Gateway passes on, about: at most one a TTL and token. */
export function passedOn(perSecond: number, { resultTtl, tokenLifetime }: Ttls): number {
  return asksPerSecond(perSecond, Math.min(resultTtl, tokenLifetime));
}

/** How many containers there are: by Lambda's own measure, which is the larger number and so asks more. */
const MOST_CONTAINERS = 5_000;

export function containersFor(perSecond: number): number {
  return Math.min(MOST_CONTAINERS, concurrencyNeeded(perSecond, ASSUMED.warmMilliseconds));
}

/** For how long, in seconds, something old may still decide. */
export const STALENESS_BOUNDS = {
  "policy edit": ({ resultTtl, policyTtl }: Ttls) => resultTtl + policyTtl,
  revocation: ({ resultTtl, policyTtl }: Ttls) => resultTtl + policyTtl,
  "group change": ({ tokenLifetime }: Ttls) => tokenLifetime,
} as const;

export interface Ttls {
  resultTtl: number;
  policyTtl: number;
  tokenLifetime: number;
}

/** What happens in a second. */
export interface Rates {
  requests: number;
  invocations: number;
  verifications: number;
  /** Calls of `BatchGetItem`. */
  lookUps: number;
  readUnits: number;
}

/** Milliseconds of an invocation, on average. */
export function meanMilliseconds({ invocations, verifications, lookUps }: Rates): number {
  const { warmMilliseconds, verifyMilliseconds, readMilliseconds } = ASSUMED;
  return warmMilliseconds + (verifications * verifyMilliseconds + lookUps * readMilliseconds) / invocations;
}

/** US dollars a million requests. */
export interface Cost {
  gateway: number;
  lambda: number;
  dynamo: number;
  logs: number;
}

export function costOf(rates: Rates): Cost {
  const invocations = rates.invocations / rates.requests;
  const seconds = meanMilliseconds(rates) / 1000;
  const duration = 1e6 * seconds * ASSUMED.memoryGigabytes * PRICES.lambdaDuration.dollars;
  return {
    gateway: PRICES.restRequest.dollars,
    lambda: invocations * (PRICES.lambdaRequest.dollars + duration),
    dynamo: (rates.readUnits / rates.requests) * PRICES.readUnit.dollars,
    // A million requests of one byte are a thousandth of a gigabyte.
    logs: (invocations * ASSUMED.logBytes * PRICES.logGigabyte.dollars) / 1000,
  };
}
