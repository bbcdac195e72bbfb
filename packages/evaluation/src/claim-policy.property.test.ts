/** What claim-scoped routes promise: the caller's own segment and nothing else, whatever the claims are. */
import {
  bind,
  bindClaims,
  type CanonicalDocument,
  type Contract,
  claimPlaceholder,
  claimSegment,
  compile,
  DENY_ALL,
  merge,
  operationServing,
  PolicyError,
  readContract,
  routesOf,
  type UncheckedGroupPolicy,
  type UncheckedStatement,
} from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accessOf,
  contractSpace,
  difference,
  evaluate,
  type PreparedPolicies,
  prepare,
  SAMPLE_BINDING,
} from "./index.ts";

type Claims = ReadonlyMap<string, string>;

/** Every path of up to three of these segments; `c` and `own` are in no template. */
const SEGMENTS = ["a", "b", "c", "own"];
const PATHS = [1, 2, 3].flatMap((depth) => pathsOf(depth));
const REQUESTS = [...PATHS, ...PATHS.map((path) => `${path}/`)].map((path) => `GET${path}`);

function pathsOf(depth: number): string[] {
  return depth === 0 ? [""] : pathsOf(depth - 1).flatMap((path) => SEGMENTS.map((each) => `${path}/${each}`));
}

const template = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "{p}", "{p}"), { minLength: 1, maxLength: 3 }), fc.nat(6))
  .map(([segments, kind]) => {
    const named = segments.map((text, index) => text.replace("}", `${index}}`));
    return `/${[...named, ...(kind === 0 ? ["{proxy+}"] : [])].join("/")}`;
  });

const contract: fc.Arbitrary<Contract> = fc
  .uniqueArray(template, { minLength: 2, maxLength: 7, selector: (text) => text.replace(/\{[^}]*\}/g, "{}") })
  .map((templates) => {
    const paths = Object.fromEntries(templates.map((text) => [text, { get: {} }]));
    return readContract([{ name: "api.yaml", document: { openapi: "3.0.1", paths } }]);
  });

/** A route by its number, and for each of its parameters which claim it is, if any. */
const choice = fc.record({
  isDeny: fc.nat(7).map((n) => n === 0),
  routes: fc.array(
    fc.tuple(fc.nat(), fc.array(fc.constantFrom("x", "y", ""), { minLength: 3, maxLength: 3 })),
    {
      minLength: 1,
      maxLength: 2,
    },
  ),
});
const choices = fc.array(choice, { minLength: 1, maxLength: 3 });

type Choices = readonly { isDeny: boolean; routes: readonly [number, readonly string[]][] }[];

function policyOf(api: Contract, chosen: Choices): UncheckedGroupPolicy {
  const all = routesOf(api).filter((route) => route.startsWith("GET "));
  const scoped = all.filter((route) => /\{[^}+]*\}/.test(route));
  const statements = chosen.map(({ isDeny, routes }, index): UncheckedStatement => {
    const pool = isDeny || scoped.length === 0 ? all : [...scoped, ...scoped, ...all];
    return {
      sid: `S${index}`,
      effect: isDeny ? "Deny" : "Allow",
      routes: routes.map(([number, claims]) => {
        const left = [...claims];
        const route = pool[number % pool.length] ?? "";
        if (isDeny) return route;
        return route.replace(
          /\{[^}+]*\}/g,
          (text) => (left.shift() || undefined)?.replace(/.*/, "{claim:$&}") ?? text,
        );
      }),
    };
  });
  return { group: "owners", description: "Owners", statements };
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

/** What the authorizer returns to a caller with these claims. */
function returned(document: CanonicalDocument, claims: Claims): PreparedPolicies {
  const bound = bindClaims(bind(document, SAMPLE_BINDING), claims);
  return prepare([bound.Statement.length === 0 ? DENY_ALL : bound]);
}

function isAllowed(policies: PreparedPolicies, request: string): boolean {
  return evaluate(policies, { methodArn: SAMPLE_BINDING.prefix + request }).decision === "allowed";
}

/** What the module says of a request, read without the compiler. */
function isMeant(
  { statements }: UncheckedGroupPolicy,
  api: Contract,
  request: string,
  claims: Claims,
): boolean {
  const operation = operationServing(api, request);
  if (!operation) return false;
  const naming = statements.filter(({ routes = [] }) =>
    routes.some((route) => isShaped(route, operation.template) && isOwn(route, request, claims)),
  );
  return naming.length > 0 && naming.every(({ effect }) => effect === "Allow");
}

function isShaped(route: string, path: string): boolean {
  const literal = (text: string) => text.replace(/\{[^}]*\+\}/, "**").replace(/\{[^}]*\}/g, "*");
  const [wanted, has] = [literal(route.replace("GET ", "")), literal(path)];
  if (!wanted.endsWith("/**")) return wanted === has;
  const above = wanted.slice(0, -2);
  return has.startsWith(above) && has.length > above.length;
}

function isOwn(route: string, request: string, claims: Claims): boolean {
  const asked = request.split("/");
  return route.split("/").every((segment, index) => {
    const name = /^\{claim:(.*)\}$/.exec(segment)?.[1];
    if (name === undefined) return true;
    const value = claimSegment(claims.get(name));
    return value !== undefined && value === asked[index];
  });
}

/** Values that are literals of the contract, equal to one another, missing, or no segment at all. */
const value = fc.constantFrom(
  "a",
  "b",
  "c",
  "own",
  "own",
  undefined,
  "*",
  "?",
  "a/b",
  "..",
  "",
  claimPlaceholder("x"),
);
const claims: fc.Arbitrary<Claims> = fc
  .tuple(value, value)
  .map(
    ([x, y]) =>
      new Map(
        Object.entries({ x, y }).flatMap(([name, text]): [string, string][] =>
          text === undefined ? [] : [[name, text]],
        ),
      ),
  );

describe("a policy with claim-scoped routes", () => {
  it("admits just what the module means, for whatever claims", () => {
    let count = 0;
    fc.assert(
      fc.property(contract, choices, claims, (api, chosen, own) => {
        const policy = policyOf(api, chosen);
        const document = compiled(policy, api);
        if (!document) return;
        if (JSON.stringify(document).includes("claim:")) count += 1;
        const policies = returned(document, own);
        for (const request of REQUESTS) {
          const isServed = operationServing(api, request) !== undefined;
          const isMeantSo = isMeant(policy, api, request, own);
          if (isServed && isAllowed(policies, request) && !isMeantSo) expect.fail(`${request} is let in`);
          if (isMeantSo && !request.endsWith("/") && !isAllowed(policies, request))
            expect.fail(`${request} is not`);
        }
      }),
      { numRuns: 200 },
    );
    expect(count).toBeGreaterThan(20);
  });

  it("admits less than it would with one segment of whatever text in the place of the claim", () => {
    fc.assert(
      fc.property(contract, choices, claims, (api, chosen, own) => {
        const document = compiled(policyOf(api, chosen), api);
        if (!document) return;
        const bound = bindClaims(document, own);
        const patterns = (each: CanonicalDocument) =>
          each.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Resource = [] }) => Resource);
        const wide = patterns(document).map((pattern) =>
          pattern.split("/").map((each) => each.replace(/^\$.*/, "[^/]")),
        );
        for (const pattern of patterns(bound)) {
          const segments = pattern.split("/");
          const isCovered = wide.some(
            (other) =>
              other.length === segments.length &&
              other.every(
                (each, at) => each === segments[at] || (each === "[^/]" && !/[*?]/.test(segments[at] ?? "*")),
              ),
          );
          expect(isCovered).toBe(true);
        }
      }),
    );
  });

  it("merged with another, admits nothing that neither admits alone", () => {
    fc.assert(
      fc.property(contract, choices, choices, claims, (api, ours, theirs, own) => {
        const [first, second] = [ours, theirs].map((chosen) => compiled(policyOf(api, chosen), api));
        if (!first || !second) return;
        const [one, other, both] = [first, second, merge([first, second])].map((each) => returned(each, own));
        if (!one || !other || !both) return;
        const wrong = REQUESTS.filter(
          (each) => isAllowed(both, each) && !isAllowed(one, each) && !isAllowed(other, each),
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("is compared with another so that a witness is one, and no request contradicts a proof", () => {
    const found = { proofs: 0, witnesses: 0 };
    // Neither is a literal of a template, which is where proofs are not exact.
    const own: Claims = new Map([
      ["x", "c"],
      ["y", "own"],
    ]);
    fc.assert(
      fc.property(contract, choices, choices, (api, ours, theirs) => {
        const [first, second] = [ours, theirs].map((chosen) => compiled(policyOf(api, chosen), api));
        if (!first || !second) return;
        const [one, other] = [first, second].map((each) => bind(each, SAMPLE_BINDING));
        if (!one || !other || one.Statement.length === 0 || other.Statement.length === 0) return;
        const witness = difference(accessOf([one]), accessOf([other]), contractSpace(api, SAMPLE_BINDING));
        if (witness) {
          found.witnesses += 1;
          expect(evaluate(prepare([one]), witness.request).decision).toBe("allowed");
          expect(evaluate(prepare([other]), witness.request).decision).not.toBe("allowed");
          expect(witness.path).not.toMatch(/[^!-~]/);
          return;
        }
        found.proofs += 1;
        const [mine, yours] = [returned(first, own), returned(second, own)];
        const wrong = REQUESTS.filter(
          (each) => operationServing(api, each) && isAllowed(mine, each) && !isAllowed(yours, each),
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 200 },
    );
    expect(found.proofs).toBeGreaterThan(20);
    expect(found.witnesses).toBeGreaterThan(20);
  });

  it("is compared with another so that a difference that some request shows is found", () => {
    const own: Claims = new Map([
      ["x", "c"],
      ["y", "own"],
    ]);
    let count = 0;
    fc.assert(
      fc.property(contract, choices, choices, (api, ours, theirs) => {
        const [first, second] = [ours, theirs].map((chosen) => compiled(policyOf(api, chosen), api));
        if (!first || !second) return;
        const [mine, yours] = [returned(first, own), returned(second, own)];
        const shown = REQUESTS.some(
          (each) => operationServing(api, each) && isAllowed(mine, each) && !isAllowed(yours, each),
        );
        if (!shown) return;
        count += 1;
        const [one, other] = [first, second].map((each) => bind(each, SAMPLE_BINDING));
        if (!one || !other) return;
        expect(
          difference(accessOf([one]), accessOf([other]), contractSpace(api, SAMPLE_BINDING)),
        ).toBeDefined();
      }),
      { numRuns: 150 },
    );
    expect(count).toBeGreaterThan(20);
  });
});
