/** Documents to import, and contracts to import them over. */
import { type Contract, readContract, type Statement } from "@lychgate/policy";
import { type ImportOutcome, importPolicy } from "./import-policy.ts";

export const ANY_STAGE = "arn:aws:execute-api:*:*:*/*/";

export const PETS = contractOf("GET /pets", "POST /pets", "GET /pets/{petId}", "DELETE /pets/{petId}");
/** The contract of these routes. */
export function contractOf(...routes: string[]): Contract {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const [verb = "", path = ""] = route.split(" ");
    paths[path] = {
      ...paths[path],
      [verb === "ANY" ? "x-amazon-apigateway-any-method" : verb.toLowerCase()]: {},
    };
  }
  return readContract([{ name: "api", document: { openapi: "3.0.1", paths } }]);
}

/** A statement as it may come from anywhere. */
export type Part = Omit<Partial<Statement>, "Effect"> & { Effect?: string; Principal?: string };

/** A document of these statements, which allow calls unless they say otherwise. */
export function documentOf(...parts: Part[]) {
  const statements = parts.map((part) => ({ Effect: "Allow", Action: "execute-api:Invoke", ...part }));
  return { Version: "2012-10-17", Statement: statements };
}

/** The Resources of every API and stage that end so. */
export function allow(...tails: string[]): Part {
  return { Resource: tails.map((tail) => ANY_STAGE + tail) };
}

/** Imports a document for the group `readers`. */
export function imported(document: unknown, contract: Contract = PETS) {
  return importPolicy({ group: "readers", origin: "table.json", document, isCompiled: false }, contract);
}

/** What of the outcome matters in a line: the status, and the statements or the reason. */
export function outcome(document: unknown, contract: Contract = PETS): unknown[] {
  const result: ImportOutcome = imported(document, contract).outcome;
  if (result.status === "refused") return ["refused", result.reason];
  if (!("policy" in result)) return [result.status];
  return [result.status, ...result.policy.statements.map(({ routes, resources }) => routes ?? resources)];
}
