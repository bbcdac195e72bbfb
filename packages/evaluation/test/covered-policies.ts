import {
  type AuthorizerCondition,
  type CanonicalDocument,
  type CompiledPolicy,
  type Contract,
  compile,
  readContract,
  type UncheckedGroupPolicy,
  type UncheckedStatement,
} from "@lychgate/policy";

/** The contract of an API with these routes: `GET /pets/{petId}`. */
export function contractWith(...routes: readonly string[]): Contract {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const [method = "", path = ""] = route.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: {} };
  }
  return readContract([{ name: "api.yaml", document: { openapi: "3.0.3", paths } }]);
}

export const PETS = contractWith(
  "GET /pets",
  "POST /pets",
  "GET /pets/{petId}",
  "DELETE /pets/{petId}",
  "GET /status",
);

export const CLINIC: AuthorizerCondition = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };

/** A group's module and what it compiles to. */
export function policyOf(
  group: string,
  statements: readonly UncheckedStatement[],
  contract: Contract = PETS,
): { source: UncheckedGroupPolicy; compiled: CompiledPolicy } {
  const source = { group, description: "A group.", statements: [...statements] };
  return { source, compiled: compile(source, contract) };
}

/** The document of a group that may do this. */
export function allowing(routes: string[], condition?: AuthorizerCondition): CanonicalDocument {
  const statement = { sid: "Only", effect: "Allow" as const, routes };
  return policyOf("readers", [condition ? { ...statement, condition } : statement]).compiled.document;
}
