import { bind, type CanonicalDocument, merge, type UncheckedStatement } from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policySet } from "../../test/policy-set.ts";
import { evaluate, prepare } from "../evaluate.ts";
import { SAMPLE_BINDING } from "../proof/index.ts";
import { comparePolicies } from "./compare-policies.ts";
import { type DiffWitness, letsIn, type PolicySet } from "./report.ts";

const ROUTES = [
  "GET /pets",
  "GET /pets/{petId}",
  "DELETE /pets/{petId}",
  "GET /pets/{petId}/toys",
  "GET /toys",
];
const GROUPS = ["a", "b", "c"] as const;

/** Routes as modules name them. */
const NAMED = [...ROUTES, "ANY /pets/**", "GET /pets/**", "ANY /**", "GET /toys"];

const CONDITIONS = [
  { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
  { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"] } },
  { Bool: { "aws:SecureTransport": "true" } },
] satisfies UncheckedStatement["condition"][];

/** Requests of every route, from addresses on both sides of each condition. */
const REQUESTS = [
  "GET/pets",
  "GET/pets/",
  "GET/pets/1",
  "DELETE/pets/1",
  "GET/pets/1/toys",
  "GET/toys",
].flatMap((path) => ["192.0.2.1", "198.51.100.1", "203.0.113.1"].map((address) => ({ path, address })));

const statement = fc.record({
  effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
  routes: fc.uniqueArray(fc.constantFrom(...NAMED), { minLength: 1, maxLength: 3 }),
  condition: fc.option(fc.constantFrom(...CONDITIONS), { nil: undefined, freq: 2 }),
});

const policy = fc.array(statement, { minLength: 1, maxLength: 3 }).map((statements) =>
  statements.map(
    ({ condition, effect, routes }, index): UncheckedStatement => ({
      sid: `Statement${index}`,
      effect: effect === "Deny" ? "Deny" : "Allow",
      routes,
      ...(condition && { condition }),
    }),
  ),
);

/** A set of policies; what does not compile is left out. */
const policies = fc
  .dictionary(fc.constantFrom(...GROUPS), policy, { noNullPrototype: true })
  .map((groups) => {
    const sound = Object.entries(groups).filter(([group, statements]) => compiles(group, statements));
    return policySet(ROUTES, Object.fromEntries(sound));
  });

function compiles(group: string, statements: readonly UncheckedStatement[]): boolean {
  try {
    return policySet(ROUTES, { [group]: statements }).policies.length === 1;
  } catch {
    return false;
  }
}

function isAllowed(
  set: PolicySet,
  groups: readonly string[],
  request: { path: string; context: object },
): boolean {
  const documents = set.policies
    .filter(({ group }) => groups.includes(group))
    .map(({ document }) => document);
  if (documents.length === 0) return false;
  return decide(merge(documents), request);
}

function decide(document: CanonicalDocument, { path, context }: { path: string; context: object }): boolean {
  const prepared = prepare([bind(document, SAMPLE_BINDING)]);
  const request = { methodArn: SAMPLE_BINDING.prefix + path, context: { ...context } };
  return evaluate(prepared, request).decision === "allowed";
}

function asked({ method, path, context }: DiffWitness): { path: string; context: object } {
  return { path: `${method}${path}`, context };
}

function contextFrom(address: string): object {
  return {
    "aws:SourceIp": address,
    "aws:SecureTransport": "true",
    "aws:CurrentTime": "2026-11-03T10:00:00Z",
    "aws:EpochTime": "1793700000",
  };
}

const ROUTE_OF: Record<string, string> = {
  "GET/pets": "GET /pets",
  "GET/pets/": "GET /pets",
  "GET/pets/1": "GET /pets/{petId}",
  "DELETE/pets/1": "DELETE /pets/{petId}",
  "GET/pets/1/toys": "GET /pets/{petId}/toys",
  "GET/toys": "GET /toys",
};

describe("a comparison of two sets of policies", () => {
  it("has a witness for every change that is decided as the change says", () => {
    fc.assert(
      fc.property(policies, policies, (base, head) => {
        for (const change of comparePolicies(base, head).changes) {
          const groups = change.with === undefined ? [change.group] : [change.group, change.with];
          const now = letsIn(change);
          expect(isAllowed(head, groups, asked(change.witness))).toBe(now);
          expect(isAllowed(base, groups, asked(change.witness))).toBe(!now);
          expect(change.sids).not.toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("has a change for every request that is decided otherwise, for one group and for two", () => {
    fc.assert(
      fc.property(policies, policies, (base, head) => {
        const found = new Set(
          comparePolicies(base, head).changes.flatMap(
            ({ group, with: by = "", method, route, change, after }) => {
              const ways =
                change === "condition" ? ["gained", "lost"] : [after === "allowed" ? "gained" : "lost"];
              return ways.map((way) => `${group}+${by} ${way} ${method} ${route}`);
            },
          ),
        );
        for (const { path, address } of REQUESTS) {
          const request = { path, context: contextFrom(address) };
          for (const group of GROUPS) {
            const [before, after] = [base, head].map((set) => isAllowed(set, [group], request));
            if (before !== after) {
              expect(found).toContain(`${group}+ ${after ? "gained" : "lost"} ${ROUTE_OF[path]}`);
            } else if (before) {
              for (const other of GROUPS) {
                const [was, is] = [base, head].map((set) => isAllowed(set, [group, other], request));
                if (was !== is) {
                  expect(found).toContain(`${group}+${other} ${is ? "gained" : "lost"} ${ROUTE_OF[path]}`);
                }
              }
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("has nothing to say of a set and itself", () => {
    fc.assert(
      fc.property(policies, (set) => {
        expect(comparePolicies(set, { ...set, policies: [...set.policies].reverse() }).changes).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
