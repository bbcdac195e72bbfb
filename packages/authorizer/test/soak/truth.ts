/** Who may what, and since when: what an authorizer's answers are held against. */

/** What was so from an instant on, in epoch milliseconds. */
interface Change<T> {
  since: number;
  value: T;
}

/** A value over time. */
export interface History<T> {
  set(value: T, now: number): void;
  current(): T;
  /** Whether it was so at any instant of a stretch of time. */
  wasEver(isSo: (value: T) => boolean, from: number, to: number): boolean;
  /** Whether it was so all the time. */
  wasAlways(isSo: (value: T) => boolean, from: number, to: number): boolean;
}

export function createHistory<T>(first: T): History<T> {
  let changes: Change<T>[] = [{ since: Number.NEGATIVE_INFINITY, value: first }];
  const during = (from: number, to: number) =>
    changes.filter(
      ({ since }, index) => since <= to && (changes[index + 1]?.since ?? Number.POSITIVE_INFINITY) > from,
    );
  const current = () => changes.at(-1)?.value ?? first;
  return {
    current,
    set(value, now) {
      // Nobody asks for more than some days.
      changes = [...changes.slice(-1_000), { since: now, value }];
    },
    wasEver: (isSo, from, to) => during(from, to).some(({ value }) => isSo(value)),
    wasAlways: (isSo, from, to) => during(from, to).every(({ value }) => isSo(value)),
  };
}

/** A group's policy: routes that it allows and routes that it denies; one without any is not in the table. */
export interface Rights {
  allow: readonly string[];
  deny: readonly string[];
}

/** A stretch of time in which an answer may have been remembered. */
export interface Stretch {
  from: number;
  to: number;
}

/** Whether a route may be let through: some group allowed it at some time, and none denied it all the time. */
export function mayAllow(route: string, groups: readonly History<Rights>[], { from, to }: Stretch): boolean {
  return (
    groups.some((group) => group.wasEver(({ allow }) => allow.includes(route), from, to)) &&
    !groups.some((group) => group.wasAlways(({ deny }) => deny.includes(route), from, to))
  );
}

/** Whether a route has to be let through: some group allowed it all the time, and none ever denied it. */
export function mustAllow(route: string, groups: readonly History<Rights>[], { from, to }: Stretch): boolean {
  return (
    groups.some((group) => group.wasAlways(({ allow }) => allow.includes(route), from, to)) &&
    !groups.some((group) => group.wasEver(({ deny }) => deny.includes(route), from, to))
  );
}

/** Numbers that are the same for the same seed: SplitMix32. */
export function createRandom(seed: number): { below(limit: number): number; of<T>(list: readonly T[]): T } {
  let state = seed | 0;
  const below = (limit: number) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % limit;
  };
  return {
    below,
    of<T>(list: readonly T[]): T {
      const item = list[below(list.length)];
      if (item === undefined) throw new Error("expected a list with something in it");
      return item;
    },
  };
}
