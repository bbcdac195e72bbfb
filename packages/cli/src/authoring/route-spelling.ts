/** How the contract spells a route: only such texts are of the generated type `Route`. */
import { type Contract, routesOf } from "@lychgate/policy";

/** Routes with `*` and `**` for their parameters → the route with the parameters' names. */
export type RouteSpellings = ReadonlyMap<string, string>;

/** Finds the spelling to prefer of each route: the names of single parameters, and `**` for greedy ones. */
export function spellingsOf(contract: Contract): RouteSpellings {
  const spellings = new Map<string, string>();
  const ranked = routesOf(contract).sort((a, b) => rankOf(a) - rankOf(b));
  for (const route of ranked) {
    const stars = starsFor(route);
    if (!spellings.has(stars)) spellings.set(stars, route);
  }
  return spellings;
}

function rankOf(route: string): number {
  if (route.includes("+}")) return 2;
  return route.includes("{") ? 0 : 1;
}

/** The contract's spelling of an author's route; the text itself when no API has it. */
export function spelled(route: string, spellings: RouteSpellings): string {
  return spellings.get(starsFor(route)) ?? route;
}

function starsFor(route: string): string {
  return route.replace(/\{[^{}]{1,130}\+\}/g, "**").replace(/\{[^{}]{1,130}\}/g, "*");
}
