import { type Contract, nameOfOperation, type Operation } from "./contract.ts";
import { PolicyError } from "./errors.ts";
import { routesOf } from "./route.ts";

/**
 * Writes the module whose type `Route` is every route of a contract, so that a policy for a route that does
 * not exist does not compile; and `Request` every request to one of them, which policy tests are held to.
 */
export function routesModule(contract: Contract, sources: readonly string[]): string {
  const routes = routesOf(contract);
  if (routes.length === 0)
    throw new PolicyError("InvalidContract", "expected at least one operation in the contracts");
  return [
    `// Written by \`lychgate generate\` from ${sources.join(", ")}. Do not edit.`,
    "",
    "/** A verb or `ANY`, and a path: `{petId}` or `*` is one segment, a final `**` everything below. */",
    ...unionType(
      "Route",
      routes.map((route) => JSON.stringify(route)),
    ),
    "",
    "/** A verb and a path that a route serves. */",
    ...unionType("Request", requestsOf(contract)),
    "",
    'declare module "@lychgate/cli/testing" {',
    "  interface Register {",
    "    route: Route;",
    "    request: Request;",
    "  }",
    "}",
    "",
  ].join("\n");
}

function unionType(name: string, members: readonly string[]): string[] {
  const rows = members.map((member, index) => `  | ${member}${index === members.length - 1 ? ";" : ""}`);
  return [`export type ${name} =`, ...rows];
}

function requestsOf({ operations }: Contract): string[] {
  return [...new Set(operations.map((operation) => requestOf(operation)))].sort();
}

function requestOf(operation: Operation): string {
  const { method, segments } = operation;
  if (segments.every(({ kind }) => kind === "static")) return JSON.stringify(nameOfOperation(operation));
  // The literal text of a path template holds nothing that would end a template literal.
  const path = segments.map((segment) => (segment.kind === "static" ? segment.text : `\${string}`));
  return `\`${method} /${path.join("/")}\``;
}
