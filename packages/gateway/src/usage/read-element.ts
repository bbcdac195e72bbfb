/** What the lists of a plans file have in common. */
import { describe, type Problems } from "../definition/problems.ts";
import { LIMITS } from "./limits.ts";

/** Reads each element of a list; an absent one is empty. Elements that are refused are left out. */
export function readList<Element>(
  list: unknown,
  at: string,
  limit: number,
  problems: Problems,
  read: (element: unknown, at: string, problems: Problems) => Element | undefined,
): Element[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    problems.add(at, `expected a list, came ${describe(list)}`);
    return [];
  }
  if (list.length > limit) problems.add(at, `expected at most ${limit}, came ${list.length}`);
  return list
    .map((element, index) => read(element, `${at}[${index}]`, problems))
    .filter((element) => element !== undefined);
}

export function readId(id: unknown, at: string, problems: Problems): string | undefined {
  if (typeof id === "string" && /^[A-Za-z0-9_-]{1,128}$/.test(id)) return id;
  return problems.add(at, `expected letters, digits, \`_\` and \`-\`, came ${describe(id)}`);
}

export function readName(name: unknown, at: string, problems: Problems): string | undefined {
  if (name === undefined) return undefined;
  if (typeof name === "string" && name.length <= LIMITS.nameLength) return name;
  return problems.add(at, `expected text of at most ${LIMITS.nameLength} characters`);
}

/** Adds a problem for each element that is another's equal. */
export function refuseRepeated<Element>(
  elements: readonly Element[],
  identityOf: (element: Element) => string,
  tell: (element: Element) => string,
  at: string,
  problems: Problems,
): void {
  const seen = new Set<string>();
  for (const element of elements) {
    const identity = identityOf(element);
    if (seen.has(identity)) problems.add(at, `expected each once, came ${tell(element)} again`);
    seen.add(identity);
  }
}
