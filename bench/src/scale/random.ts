/** Randomness that comes out the same for the same seed, and the distributions that are drawn from it. */
import { createHash } from "node:crypto";

/** Draws a number from 0 up to, but not including, 1. */
export type Random = () => number;

/**
 * Makes a source of random numbers: sfc32, with the seed's hash for its state.
 * @see https://pracrand.sourceforge.net/RNG_engines.txt
 */
export function createRandom(seed: string): Random {
  const hash = createHash("sha256").update(seed).digest();
  let [a, b, c] = [hash.readInt32LE(0), hash.readInt32LE(4), hash.readInt32LE(8)];
  let counter = 1;
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
}

/** The time to the next arrival of a Poisson process. */
export function exponential(random: Random, rate: number): number {
  return -Math.log(1 - random()) / rate;
}

/** How many tries it takes until one succeeds, that one included. */
export function geometric(random: Random, probability: number): number {
  if (probability >= 1) return 1;
  return 1 + Math.floor(Math.log(1 - random()) / Math.log1p(-probability));
}

/** Below this shape, a gamma variate is the sum of so many exponential ones. */
const FEW = 8;

/**
 * The time to the arrival of this number of a Poisson process of rate 1: Marsaglia and Tsang's method.
 * @param shape a whole number of at least 1
 * @see https://doi.org/10.1145/358407.358414
 */
export function gamma(random: Random, shape: number): number {
  if (shape < FEW) return sumOfExponentials(random, shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < x * x * 0.5 + d * (1 - v + Math.log(v))) return d * v;
  }
}

function sumOfExponentials(random: Random, count: number): number {
  let product = 1;
  for (let index = 0; index < count; index++) product *= 1 - random();
  return -Math.log(product);
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** What each of so many has of the whole, where the n-th has 1/n^exponent of what the first has. */
export function zipfShares(count: number, exponent: number): Float64Array {
  const shares = Float64Array.from({ length: count }, (_, index) => (index + 1) ** -exponent);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/** Draws indices by their shares. */
export function createSampler(shares: Float64Array): (random: Random) => number {
  let total = 0;
  const cumulative = shares.map((share) => {
    total += share;
    return total;
  });
  return (random) => {
    const wanted = random() * total;
    let [low, high] = [0, cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wanted < (cumulative[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
