/** What a module compiles to can be imported back. */
import { accessOf, anyPathSpace, bindingsOf, equivalence } from "@lychgate/evaluation";
import {
  bind,
  type CompiledPolicy,
  type Contract,
  compile,
  PolicyError,
  readContract,
  routesOf,
  type UncheckedGroupPolicy,
  type UncheckedStatement,
} from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importPolicy } from "./import-policy.ts";

const template = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "{p}"), { maxLength: 3 }), fc.nat(5))
  .map(([segments, kind]) => {
    const named = segments.map((text, index) => text.replace("}", `${index}}`));
    return `/${[...named, ...(kind === 0 ? ["{proxy+}"] : [])].join("/")}`;
  });

const methods = fc.constantFrom(["get"], ["post"], ["get", "post"], ["x-amazon-apigateway-any-method"]);

const contract: fc.Arbitrary<Contract> = fc
  .uniqueArray(fc.tuple(template, methods), {
    minLength: 2,
    maxLength: 6,
    selector: ([text]) => text.replace(/\{[^}]*\}/g, "{}"),
  })
  .map((resources) => {
    const items = resources.map(([text, verbs]) => [
      text,
      Object.fromEntries(verbs.map((verb) => [verb, {}])),
    ]);
    return readContract([
      { name: "api.yaml", document: { openapi: "3.0.1", paths: Object.fromEntries(items) } },
    ]);
  });

const choices = fc.array(
  fc.record({
    isDeny: fc.nat(4).map((n) => n === 0),
    isConditional: fc.boolean(),
    routes: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);

/** Routes are chosen by number, for which ones there are depends on the contract. */
const modules = fc.tuple(contract, choices).map(([api, chosen]): [Contract, UncheckedGroupPolicy] => {
  const all = routesOf(api);
  const statements = chosen.map(
    ({ isDeny, isConditional, routes }, index): UncheckedStatement => ({
      sid: `S${index}`,
      effect: isDeny ? "Deny" : "Allow",
      routes: routes.flatMap((number) => all[number % all.length] ?? []),
      ...(isConditional ? { condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } } : {}),
    }),
  );
  return [api, { group: "readers", description: "Readers", statements }];
});

/** `undefined` when no document says exactly what the module says. */
function compiled(policy: UncheckedGroupPolicy, api: Contract): CompiledPolicy | undefined {
  try {
    return compile(policy, api);
  } catch (error) {
    if (error instanceof PolicyError && error.code === "NotExact") return undefined;
    throw error;
  }
}

describe("what a module compiles to", () => {
  it("is imported as a module that lets in the same, over every path", () => {
    let count = 0;
    fc.assert(
      fc.property(modules, ([api, policy]) => {
        const before = compiled(policy, api);
        if (!before) return;
        count += 1;
        const source = { group: "readers", origin: "table", document: before.document, isCompiled: true };
        const { outcome } = importPolicy(source, api);
        if (!("policy" in outcome)) throw new Error(JSON.stringify(outcome));
        expect(outcome.status).toBe("equivalent");
        const after = compile(outcome.policy, api);
        const [binding] = bindingsOf([before.document]);
        const accesses = [before, after].map(({ document }) => accessOf([bind(document, binding)]));
        const [first = accessOf([]), second = accessOf([])] = accesses;
        expect(equivalence(first, second, anyPathSpace(binding))).toEqual({});
      }),
      { numRuns: 100 },
    );
    expect(count).toBeGreaterThan(20);
  });
});
