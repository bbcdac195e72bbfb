import { describe, expect, it } from "vitest";
import { contractOf } from "../test/contract-of.ts";
import { PolicyError } from "./errors.ts";
import { routesModule } from "./routes-module.ts";

describe("the routes module", () => {
  it("exports the union of a contract's routes", () => {
    expect(routesModule(contractOf("GET /pets"), ["api.yaml", "other.yaml"])).toBe(
      [
        "// Written by `lychgate generate` from api.yaml, other.yaml. Do not edit.",
        "",
        "/** A verb or `ANY`, and a path: `{petId}` or `*` is one segment, a final `**` everything below. */",
        "export type Route =",
        '  | "ANY /**"',
        '  | "ANY /pets"',
        '  | "GET /**"',
        '  | "GET /pets";',
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
