import type { Path } from "./finding.ts";

/** A copy of a value without these items of its lists; `undefined` when a list would be left empty. */
export function without<T extends object>(value: T, parts: readonly Path[]): T | undefined {
  const copy = structuredClone(value);
  // From the last item on, so that the indexes of the others stay as they are.
  const ordered = [...parts].sort((a, b) => Number(b.at(-1)) - Number(a.at(-1)));
  // What is deeper goes first, for the same reason.
  ordered.sort((a, b) => b.length - a.length);
  for (const path of ordered) {
    const list = at(copy, path.slice(0, -1));
    const index = path.at(-1);
    if (!Array.isArray(list) || typeof index !== "number" || list.length < 2) return undefined;
    list.splice(index, 1);
  }
  return copy;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((each, key) => {
    const isContainer = typeof each === "object" && each !== null && Object.hasOwn(each, key);
    return isContainer ? Reflect.get(each, key) : undefined;
  }, value);
}
