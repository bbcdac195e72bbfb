import { machineOf } from "./machine.ts";
import { search } from "./search.ts";
import type { Token } from "./token.ts";

/**
 * Finds a shortest text for which `wanted` holds, given of which of the languages it is a member.
 *
 * @returns the text, or `undefined` when there is none: this is a proof, not a sample
 * @throws PolicyError `TooLarge` when too many joint states would have to be explored
 */
export function findWitness(
  languages: readonly (readonly Token[])[],
  wanted: (members: readonly boolean[]) => boolean,
): string | undefined {
  const searched = languages.map((tokens) => {
    const machine = machineOf(tokens);
    return { machine, start: machine.start };
  });
  return search(searched, (members, text) => (wanted(members) ? text() : undefined));
}
