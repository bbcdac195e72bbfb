/** What `compile` and `merge` promise, held against the meaning that `evaluate` gives to their documents. */
import {
  type Binding,
  bind,
  bindingOf,
  type CanonicalDocument,
  type Contract,
  compile,
  merge,
  type Operation,
  operationServing,
  PolicyError,
  readContract,
  routesOf,
  type UncheckedGroupPolicy,
  type UncheckedStatement,
} from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DecidingStatement, evaluate, matchesPattern, type PreparedPolicies, prepare } from "./index.ts";

const API = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/dev/";
const INSIDE = "192.0.2.10";
const ADDRESSES = [INSIDE, "203.0.113.10"];

/** Every path of up to four of these segments; `c` and `aa` are in no template. */
const PATHS = pathsOf(["a", "b", "c", "aa"], 4);
const PLAIN_REQUESTS = ["GET", "POST"].flatMap((verb) => PATHS.map((path) => `${verb}${path}`));
const REQUESTS = [...PLAIN_REQUESTS, ...PLAIN_REQUESTS.map((request) => `${request}/`)];

function pathsOf(segments: readonly string[], depth: number): string[] {
  const levels = [[""]];
  for (let level = 1; level <= depth; level += 1) {
    levels.push((levels.at(-1) ?? []).flatMap((path) => segments.map((segment) => `${path}/${segment}`)));
  }
  return ["/", ...levels.slice(1).flat()];
}

const template = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "{p}", "{q}"), { maxLength: 3 }), fc.nat(4))
  .map(([segments, kind]) => {
    // A name may stand once in a template.
    const named = segments.map((text, index) => text.replace("}", `${index}}`));
    return `/${[...named, ...(kind === 0 ? ["{proxy+}"] : [])].join("/")}`;
  });

const methods = fc.constantFrom(["get"], ["post"], ["get", "post"], ["x-amazon-apigateway-any-method"]);

const contract: fc.Arbitrary<Contract> = fc
  .uniqueArray(fc.tuple(template, methods), {
    minLength: 2,
    maxLength: 8,
    selector: ([text]) => text.replace(/\{[^}]*\}/g, "{}"),
  })
  .map((resources) => {
    const items = resources.map(([text, verbs]) => [text, Object.fromEntries(verbs.map((v) => [v, {}]))]);
    const document = { openapi: "3.0.1", paths: Object.fromEntries(items) };
    return readContract([{ name: "api.yaml", document }]);
  });

interface Choice {
  isDeny: boolean;
  isConditional: boolean;
  routes: readonly number[];
}

function choices(options: { conditions: boolean }): fc.Arbitrary<Choice[]> {
  const choice = fc.record({
    isDeny: fc.nat(4).map((n) => n === 0),
    isConditional: options.conditions ? fc.boolean() : fc.constant(false),
    routes: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  });
  return fc.array(choice, { minLength: 1, maxLength: 3 });
}

/** Routes are chosen by number, for which ones there are depends on the contract. */
function policyOf(api: Contract, chosen: readonly Choice[]): UncheckedGroupPolicy {
  const all = routesOf(api).filter((route) => /^(GET|POST|ANY) /.test(route));
  const statements = chosen.map(
    ({ isDeny, isConditional, routes }, index): UncheckedStatement => ({
      sid: `S${index}`,
      effect: isDeny ? "Deny" : "Allow",
      routes: routes.flatMap((number) => all[number % all.length] ?? []),
      ...(isConditional ? { condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } } : {}),
    }),
  );
  return { group: "readers", description: "Readers", statements };
}

/** What the module says of an operation, read without the compiler. */
function saysOf(
  policy: UncheckedGroupPolicy,
  operation: Operation,
  address: string,
): "allow" | "deny" | "nothing" {
  const naming = policy.statements.filter(
    ({ routes = [], condition }) =>
      (condition === undefined || address === INSIDE) && routes.some((route) => isNamed(route, operation)),
  );
  if (naming.some(({ effect }) => effect === "Deny")) return "deny";
  return naming.length > 0 ? "allow" : "nothing";
}

function isNamed(route: string, { method, template: path }: Operation): boolean {
  const [verb = "", pattern = ""] = route.split(" ");
  if (verb !== "ANY" && verb !== method) return false;
  const literal = (text: string) => text.replace(/\{[^}]*\+\}/, "**").replace(/\{[^}]*\}/g, "*");
  const [wanted, has] = [literal(pattern), literal(path)];
  if (!wanted.endsWith("/**")) return wanted === has;
  const above = wanted.slice(0, -2);
  return has.startsWith(above) && has.length > above.length;
}

/** `undefined` when no document says exactly what the module says. */
function compiled(policy: UncheckedGroupPolicy, api: Contract): CanonicalDocument | undefined {
  try {
    return compile(policy, api).document;
  } catch (error) {
    if (error instanceof PolicyError && error.code === "NotExact") return undefined;
    throw error;
  }
}

function binding(): Binding {
  const bound = bindingOf(`${API}GET/`);
  if (!bound) throw new Error("expected a method ARN");
  return bound;
}

function prepared(document: CanonicalDocument): PreparedPolicies {
  return prepare([bind(document, binding())]);
}

function verdictOf(policies: PreparedPolicies, request: string, address = INSIDE) {
  return evaluate(policies, { methodArn: API + request, context: { "aws:SourceIp": address } });
}

function isAllowed(policies: PreparedPolicies, request: string, address = INSIDE): boolean {
  return verdictOf(policies, request, address).decision === "allowed";
}

describe("a compiled policy", () => {
  it("admits, of what the API serves, only what the module allows", () => {
    let count = 0;
    fc.assert(
      fc.property(contract, choices({ conditions: true }), (api, chosen) => {
        const policy = policyOf(api, chosen);
        const document = compiled(policy, api);
        if (!document) return;
        count += 1;
        const policies = prepared(document);
        const wrong = ADDRESSES.flatMap((address) =>
          REQUESTS.filter((request) => isAllowed(policies, request, address)).filter((request) => {
            const operation = operationServing(api, request);
            return operation !== undefined && saysOf(policy, operation, address) !== "allow";
          }),
        );
        expect(wrong).toEqual([]);
      }),
    );
    expect(count).toBeGreaterThan(20);
  });

  it("admits every request without a trailing slash that the module allows", () => {
    let count = 0;
    fc.assert(
      fc.property(contract, choices({ conditions: true }), (api, chosen) => {
        const policy = policyOf(api, chosen);
        const document = compiled(policy, api);
        if (!document) return;
        count += 1;
        const policies = prepared(document);
        const wrong = ADDRESSES.flatMap((address) =>
          PLAIN_REQUESTS.filter((request) => !isAllowed(policies, request, address)).filter((request) => {
            const operation = operationServing(api, request);
            return operation !== undefined && saysOf(policy, operation, address) === "allow";
          }),
        );
        expect(wrong).toEqual([]);
      }),
    );
    expect(count).toBeGreaterThan(20);
  });
});

describe("a merge of two compiled policies", () => {
  const pair = fc.tuple(contract, choices({ conditions: false }), choices({ conditions: false }));

  /** Calls `check` with both policies alone and merged, where both compile. */
  function forEveryPair(
    check: (alone: [PreparedPolicies, PreparedPolicies], merged: CanonicalDocument) => void,
  ): number {
    let count = 0;
    fc.assert(
      fc.property(pair, ([api, ours, theirs]) => {
        const [first, second] = [ours, theirs].map((chosen) => compiled(policyOf(api, chosen), api));
        if (!first || !second) return;
        count += 1;
        check([prepared(first), prepared(second)], merge([first, second]));
      }),
    );
    return count;
  }

  function isGuard({ sid = "" }: DecidingStatement): boolean {
    return /LychgateGuard\d*$/.test(sid);
  }

  /** Whether a Resource of a stored document is about a request. */
  function admits(resource: string, request: string): boolean {
    return matchesPattern(resource.replace(/^.*:\*\/\*\//, ""), request);
  }

  function allowsAllOf(policies: PreparedPolicies, resource: string): boolean {
    return REQUESTS.every((request) => !admits(resource, request) || isAllowed(policies, request));
  }

  it("allows nothing that neither allows alone", () => {
    const count = forEveryPair(([first, second], document) => {
      const merged = prepared(document);
      const wrong = REQUESTS.filter(
        (request) => isAllowed(merged, request) && !isAllowed(first, request) && !isAllowed(second, request),
      );
      expect(wrong).toEqual([]);
    });
    expect(count).toBeGreaterThan(10);
  });

  it("allows what either allows, unless an author's Deny or a guard that had to stay denies it", () => {
    const count = forEveryPair((alone, document) => {
      const merged = prepared(document);
      const wrong = REQUESTS.filter((request) => {
        const allowing = alone.find((policies) => isAllowed(policies, request));
        const { decision, statements } = verdictOf(merged, request);
        if (!allowing || decision === "allowed") return false;
        if (decision === "implicitDeny") return true;
        if (!statements.every(isGuard) || allowing.denies.some(({ place }) => isGuard(place))) return false;
        const denying = statements.flatMap(({ statement }) => document.Statement[statement]?.Resource ?? []);
        return denying.some((guard) => admits(guard, request) && allowsAllOf(allowing, guard));
      });
      expect(wrong).toEqual([]);
    });
    expect(count).toBeGreaterThan(10);
  });
});
