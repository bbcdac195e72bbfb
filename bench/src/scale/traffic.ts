/**
 * Which invocations reach the sampled containers, without simulating the requests that API Gateway answers by
 * itself nor those that go to other containers.
 *
 * A user's requests are a Poisson process. API Gateway passes one on and answers those of the next TTL itself,
 * until the token is renewed; what it passes on goes to any container alike. The n-th that is passed on of a
 * token comes after n exponential waits and n - 1 TTLs, and the number up to the next that goes to a sampled
 * container is geometric: so the next sampled invocation is drawn in one step, and exactly.
 */
import { exponential, gamma, geometric, type Random, zipfShares } from "./random.ts";
import type { Extent, Scenario } from "./scenario.ts";

export interface Invocation {
  /** Seconds since the containers were started. */
  at: number;
  user: number;
  /** Which of the user's tokens, and when it was issued. */
  token: number;
  issued: number;
  container: number;
}

/** The invocations of the sampled containers in the order in which they come. */
export function invocationsOf(scenario: Scenario, extent: Extent, random: Random): Invocation[] {
  const end = extent.warmUp + extent.seconds;
  const { users, exponent, requestsPerSecond } = scenario;
  const invocations: Invocation[] = [];
  for (const [user, share] of zipfShares(users, exponent).entries()) {
    const source = { rate: share * requestsPerSecond, probability: extent.sampled / scenario.containers };
    const add = (at: number, token: number, issued: number) => {
      if (at < 0) return;
      const container = Math.floor(random() * extent.sampled);
      invocations.push({ at, user, token, issued, container });
    };
    addInvocations(add, scenario, source, end, random);
  }
  return invocations.sort((a, b) => a.at - b.at);
}

/** A user as the sampled containers see it. */
interface Source {
  /** Requests a second. */
  rate: number;
  /** Of an invocation to reach a sampled container. */
  probability: number;
}

function addInvocations(
  add: (at: number, token: number, issued: number) => void,
  { tokenLifetime, resultTtl }: Scenario,
  source: Source,
  end: number,
  random: Random,
): void {
  const first = -random() * tokenLifetime;
  for (let token = 0, issued = first; issued < end; token++, issued += tokenLifetime) {
    const expiry = Math.min(issued + tokenLifetime, end);
    // Without a cache nothing before the start matters.
    const begin = resultTtl === 0 ? Math.max(0, issued) : issued;
    let at = begin - resultTtl + stepOf(source, resultTtl, random);
    while (at < expiry) {
      add(at, token, issued);
      at += stepOf(source, resultTtl, random);
    }
  }
}

/** The time to the next sampled invocation: each one before it costs a TTL and a wait for the next request. */
function stepOf({ rate, probability }: Source, resultTtl: number, random: Random): number {
  if (resultTtl === 0) return exponential(random, rate * probability);
  const count = geometric(random, probability);
  return count * resultTtl + gamma(random, count) / rate;
}
