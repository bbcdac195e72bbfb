import { BoundedMap } from "./bounded-map.ts";

/** What is known of a key. */
export interface Found<Value> {
  /** `undefined` when there is nothing under the key. */
  value: Value | undefined;
  /** Why it could not be looked up again; then the value is the one that was found last. */
  outage?: unknown;
}

/** Looks values up by distinct keys, in the order of the keys; at once where all are remembered. */
export type ItemCache<Value> = (keys: readonly string[]) => Found<Value>[] | Promise<Found<Value>[]>;

export interface ItemCacheOptions {
  /** How long a value is used before it is looked up again, in milliseconds. */
  ttl: number;
  /** For how much longer it is used while it cannot be looked up, in milliseconds. */
  stale: number;
  /** The current time in epoch milliseconds. */
  clock: () => number;
  /** Whether a failure says nothing of the values, so that what was found last may still be right. */
  isOutage: (error: unknown) => boolean;
}

interface Entry<Value> {
  found: Promise<Found<Value>>;
  /** What was found, once it is. */
  settled?: Found<Value>;
  /** Epoch milliseconds. */
  asked: number;
  /** Epoch milliseconds; beyond all time while the look-up is under way. */
  expires: number;
  /** The last answer, and when it was asked for. */
  last: { value: Value | undefined; asked: number } | undefined;
}

/** How many keys are remembered; the oldest gives way. */
const CAPACITY = 10_000;

/** How long a stale value is used before the next attempt, in milliseconds. */
const BACK_OFF = 1_000;

/**
 * Remembers each key's answer, "nothing" included. Look-ups that are under way are shared. After a failure
 * the last answer is used if the failure is an outage and the answer young enough; else it is forgotten, and
 * the next request asks again.
 */
export function createItemCache<Value>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  options: ItemCacheOptions,
): ItemCache<Value> {
  const entries = new BoundedMap<string, Entry<Value>>(CAPACITY);
  return (keys) => {
    const asked = options.clock();
    const settled = settledAt(asked, entries, keys);
    if (settled) return settled;
    // Held before anything is remembered, for what gives way then may be a key of this request.
    const known = keys.map((key) => foundAt(asked, entries.get(key)));
    const unknown = keys.filter((_, index) => known[index] === undefined);
    const reading = unknown.length > 0 ? read(unknown) : undefined;
    const remembered = new Map(
      reading && unknown.map((key) => [key, remember(entries, key, { reading, asked, ...options })]),
    );
    const found = keys.map((key, index) => known[index] ?? remembered.get(key));
    return allOf(found.filter((each) => each !== undefined));
  };
}

/** Fails, too, when the last is known: what is still under way would be shared with requests of a later time. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** What is remembered of all keys; `undefined` when something is not. */
function settledAt<Value>(
  now: number,
  entries: ReadonlyMap<string, Entry<Value>>,
  keys: readonly string[],
): Found<Value>[] | undefined {
  const settled: Found<Value>[] = [];
  for (const key of keys) {
    const entry = entries.get(key);
    if (entry?.settled === undefined || !isCurrent(now, entry)) return undefined;
    settled.push(entry.settled);
  }
  return settled;
}

function foundAt<Value>(now: number, entry: Entry<Value> | undefined): Entry<Value>["found"] | undefined {
  return entry !== undefined && isCurrent(now, entry) ? entry.found : undefined;
}

/** What was asked for in the future, before the clock was put back, would be remembered for too long. */
function isCurrent(now: number, { asked, expires }: { asked: number; expires: number }): boolean {
  return now >= asked && now < expires;
}

interface Reading<Value> extends ItemCacheOptions {
  reading: Promise<ReadonlyMap<string, Value>>;
  asked: number;
}

function remember<Value>(
  entries: Map<string, Entry<Value>>,
  key: string,
  { reading, asked, ttl, stale, clock, isOutage }: Reading<Value>,
): Entry<Value>["found"] {
  const last = entries.get(key)?.last;
  const found = reading.then(
    (values) => {
      const value = values.get(key);
      entry.last = { value, asked };
      entry.expires = asked + ttl;
      entry.settled = { value };
      return entry.settled;
    },
    (outage: unknown) => {
      const now = clock();
      const end = last === undefined || !isOutage(outage) ? now : last.asked + ttl + stale;
      if (last !== undefined && now >= last.asked && now < end) {
        entry.expires = Math.min(now + BACK_OFF, end);
        entry.settled = { value: last.value, outage };
        return entry.settled;
      }
      if (entries.get(key) === entry) entries.delete(key);
      throw outage;
    },
  );
  const entry: Entry<Value> = { found, asked, expires: Number.POSITIVE_INFINITY, last };
  entries.set(key, entry);
  return found;
}
