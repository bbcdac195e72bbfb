import { type Contract, readContract } from "../src/contract.ts";

const ANY_METHOD = "x-amazon-apigateway-any-method";

/** The contract of one API that serves these routes: `GET /pets`, `ANY /{proxy+}`. */
export function contractOf(...routes: readonly string[]): Contract {
  return readContract([{ name: "api.yaml", document: openApi(...routes) }]);
}

export function openApi(...routes: readonly string[]): object {
  const paths = new Map<string, Record<string, object>>();
  for (const route of routes) {
    const [verb = "", path = ""] = route.split(" ");
    const key = verb === "ANY" ? ANY_METHOD : verb.toLowerCase();
    paths.set(path, { ...paths.get(path), [key]: {} });
  }
  return { openapi: "3.0.1", paths: Object.fromEntries(paths) };
}
