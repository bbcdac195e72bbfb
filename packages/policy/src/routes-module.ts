import type { Contract } from "./contract.ts";
import { PolicyError } from "./errors.ts";
import { routesOf } from "./route.ts";

/**
 * Writes the module whose type `Route` is every route of a contract, so that a policy for a route that does
 * not exist does not compile.
 */
export function routesModule(contract: Contract, sources: readonly string[]): string {
  const routes = routesOf(contract);
  if (routes.length === 0)
    throw new PolicyError("InvalidContract", "expected at least one operation in the contracts");
  return [
    `// Written by \`lychgate generate\` from ${sources.join(", ")}. Do not edit.`,
    "",
    "/** A verb or `ANY`, and a path: `{petId}` or `*` is one segment, a final `**` everything below. */",
    "export type Route =",
    ...routes.map((route, index) => `  | ${JSON.stringify(route)}${index === routes.length - 1 ? ";" : ""}`),
    "",
  ].join("\n");
}
