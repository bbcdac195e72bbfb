import { describe, expect, it } from "vitest";
import { contractOf } from "../test/contract-of.ts";
import { PolicyError } from "./errors.ts";
import { routesModule } from "./routes-module.ts";

describe("the routes module", () => {
  it("exports the union of a contract's routes", () => {
    const contract = contractOf("GET /pets", "GET /pets/{petId}");
    expect(routesModule(contract, ["api.yaml", "other.yaml"])).toBe(
      [
        "// Written by `lychgate generate` from api.yaml, other.yaml. Do not edit.",
        "",
        "/** A verb or `ANY`, and a path: `{petId}` or `*` is one segment, a final `**` everything below. */",
        "export type Route =",
        '  | "ANY /**"',
        '  | "ANY /pets"',
        '  | "ANY /pets/*"',
        '  | "ANY /pets/**"',
        '  | "ANY /pets/{petId}"',
        '  | "GET /**"',
        '  | "GET /pets"',
        '  | "GET /pets/*"',
        '  | "GET /pets/**"',
        '  | "GET /pets/{petId}";',
        "",
        "/** A verb and a path that a route serves. */",
        "export type Request =",
        '  | "GET /pets"',
        `  | \`GET /pets/\${string}\`;`,
        "",
        'declare module "@lychgate/cli/testing" {',
        "  interface Register {",
        "    route: Route;",
        "    request: Request;",
        "  }",
        "}",
        "",
      ].join("\n"),
    );
  });

  it("is refused for contracts without an operation", () => {
    expect(() => routesModule({ operations: [] }, ["api.yaml"])).toThrow(
      new PolicyError("InvalidContract", "expected at least one operation in the contracts"),
    );
  });
});
