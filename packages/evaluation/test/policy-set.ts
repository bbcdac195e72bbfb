import { compile, readContract, type UncheckedStatement } from "@lychgate/policy";
import type { PolicySet } from "../src/diff/index.ts";

/** `DELETE /pets/{petId}`; an exclamation mark in front says that it is sensitive. */
export type RouteText = string;

/** Routes and statements of groups as a set of policies. A statement stands at the line after its index. */
export function policySet(
  routes: readonly RouteText[],
  groups: Readonly<Record<string, readonly UncheckedStatement[]>>,
): PolicySet {
  const contract = readContract([{ name: "api.yaml", document: openApi(routes) }]);
  const policies = Object.entries(groups).map(([group, statements]) => {
    const { document, revision } = compile(
      { group, description: "A group.", statements: [...statements] },
      contract,
    );
    const lineOf = (sid: string) => {
      const index = statements.findIndex((each) => sid === each.sid || sid === `${each.sid}LychgateGuard`);
      return index === -1 ? undefined : index + 2;
    };
    return { group, file: `policies/${group}.ts`, document, revision, lineOf };
  });
  return { contract, policies };
}

function openApi(routes: readonly RouteText[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const [method = "", path = ""] = route.replace(/^!/, "").split(" ");
    const operation = route.startsWith("!") ? { "x-lychgate-sensitive": true } : {};
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return { openapi: "3.0.3", paths };
}
