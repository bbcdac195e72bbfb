/** What `prove` answers, held against every set of a few groups and every request of a finite set. */
import {
  type AuthorizerCondition,
  bind,
  bindingOf,
  type Contract,
  canonicalize,
  compile,
  type GroupSelection,
  type Guardrail,
  merge,
  namedOperations,
  operationServing,
  PolicyError,
  readContract,
  routesOf,
  type Scope,
} from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, type PreparedPolicies, prepare } from "../evaluate.ts";
import type { EvaluationRequest } from "../request.ts";
import type { GroupDocument } from "./policy-set.ts";
import { prove } from "./prove.ts";

const API = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/dev/";
const OFFICE = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };
const ELSEWHERE = { NotIpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };

const PATHS = pathsOf(["a", "b", "c"], 4);
const REQUESTS = ["GET", "POST"].flatMap((verb) =>
  PATHS.flatMap((path) => [`${verb}${path}`, `${verb}${path}/`]).flatMap((request) =>
    ["192.0.2.10", "203.0.113.10"].map(
      (address): EvaluationRequest => ({
        methodArn: API + request,
        context: { "aws:SourceIp": address, "aws:SecureTransport": "true" },
      }),
    ),
  ),
);

function pathsOf(segments: readonly string[], depth: number): string[] {
  const levels = [[""]];
  for (let level = 1; level <= depth; level += 1) {
    levels.push((levels.at(-1) ?? []).flatMap((path) => segments.map((segment) => `${path}/${segment}`)));
  }
  return ["/", ...levels.slice(1).flat()];
}

const template = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "{p}"), { minLength: 1, maxLength: 3 }), fc.nat(5))
  .map(([segments, kind]) => {
    const named = segments.map((text, index) => text.replace("}", `${index}}`));
    return `/${[...named, ...(kind === 0 ? ["{proxy+}"] : [])].join("/")}`;
  });

const contract: fc.Arbitrary<Contract> = fc
  .uniqueArray(fc.tuple(template, fc.constantFrom(["get"], ["post"], ["get", "post"])), {
    minLength: 3,
    maxLength: 6,
    selector: ([text]) => text.replace(/\{[^}]*\}/g, "{}"),
  })
  .map((resources) => {
    const items = resources.map(([text, verbs]) => [text, Object.fromEntries(verbs.map((v) => [v, {}]))]);
    return readContract([
      { name: "api.yaml", document: { openapi: "3.0.1", paths: Object.fromEntries(items) } },
    ]);
  });

const condition = fc.constantFrom<(AuthorizerCondition | undefined)[]>(
  undefined,
  undefined,
  undefined,
  OFFICE,
  ELSEWHERE,
);
/** The first of all routes is the widest. */
const route = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat() });
const routes = fc.array(route, { minLength: 1, maxLength: 2 });
const scope = fc.record({ routes, when: condition });
const statement = fc.record({ isDeny: fc.nat(4).map((n) => n === 0), routes, when: condition });
const groups = fc.array(fc.array(statement, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 });
const rule = fc.record({
  name: fc.constantFrom("never", "only", "always", "separate"),
  first: scope,
  second: scope,
  selection: fc.constantFrom<("any" | "first" | "others")[]>("any", "first", "others"),
});

const CASES = fc.tuple(contract, groups, rule);
type Case = typeof CASES extends fc.Arbitrary<infer T> ? T : never;

/** Routes are chosen by number, for which ones there are depends on the contract. */
function routesIn(api: Contract, numbers: readonly number[]): string[] {
  const all = routesOf(api).filter((route) => /^(GET|POST|ANY) /.test(route));
  return numbers.flatMap((number) => all[number % all.length] ?? []);
}

/** Groups whose modules no document says exactly are left out. */
function documentsOf(api: Contract, chosen: Case[1]): GroupDocument[] {
  return chosen.flatMap((statements, index) => {
    const policy = {
      group: `g${index}`,
      description: "a group",
      statements: statements.map(({ isDeny, routes: numbers, when }, place) => ({
        sid: `S${place}`,
        effect: isDeny ? ("Deny" as const) : ("Allow" as const),
        routes: routesIn(api, numbers),
        ...(when === undefined ? {} : { condition: when }),
      })),
    };
    try {
      return [compile(policy, api)];
    } catch (error) {
      if (error instanceof PolicyError && error.code === "NotExact") return [];
      throw error;
    }
  });
}

function guardrailOf(api: Contract, { name, first, second, selection }: Case[2], all: string[]): Guardrail {
  const [one = "", ...others] = all;
  const scopeOf = ({ routes: numbers, when }: typeof first): Scope => ({
    routes: routesIn(api, numbers),
    ...(when === undefined ? {} : { when }),
  });
  const selected: GroupSelection =
    selection === "any" || others.length === 0 ? "any" : selection === "first" ? [one] : { except: [one] };
  const base = { id: "Rule", reason: "because", owner: "us" };
  if (name === "separate") return { ...base, separate: { between: [scopeOf(first), scopeOf(second)] } };
  if (name === "only") return { ...base, only: { ...scopeOf(first), groups: [one] } };
  if (name === "never") return { ...base, never: { ...scopeOf(first), groups: selected } };
  return { ...base, always: { ...scopeOf(first), groups: selected } };
}

function subsetsOf<T>(items: readonly T[]): T[][] {
  const [first, ...others] = items;
  if (first === undefined) return [[]];
  return subsetsOf(others).flatMap((set) => [set, [first, ...set]]);
}

/** What the policy engine is given for a user of these groups, wherever the request is made to. */
function policiesOf(members: readonly GroupDocument[]): (methodArn: string) => PreparedPolicies {
  const merged = merge(members.map(({ document }) => document));
  const known = new Map<string, PreparedPolicies>();
  return (methodArn) => {
    const binding = bindingOf(methodArn);
    if (!binding) throw new Error("expected a method ARN");
    const prepared = known.get(binding.prefix) ?? prepare([bind(merged, binding)]);
    known.set(binding.prefix, prepared);
    return prepared;
  };
}

function isAllowed(policies: PreparedPolicies, request: EvaluationRequest): boolean {
  return evaluate(policies, request).decision === "allowed";
}

interface PlacedRequest {
  request: EvaluationRequest;
  /** Without the trailing slash that an Allow does not cover. */
  isPlain: boolean;
  isInside: boolean;
}

/** The requests to a scope's routes, in its circumstances and out of them. */
function placedIn(
  { routes: texts, when }: Scope,
  api: Contract,
  requests: readonly EvaluationRequest[],
): PlacedRequest[] {
  const named = new Set(texts.flatMap((text) => namedOperations(text, api)));
  const condition = when === undefined ? {} : { Condition: when };
  const described = prepare([
    canonicalize({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "*", Resource: "*", ...condition },
    }),
  ]);
  return requests.flatMap((request) => {
    const tail = request.methodArn.split("/").slice(2).join("/");
    const operation = operationServing(api, tail);
    if (operation === undefined || !named.has(operation)) return [];
    return [{ request, isPlain: !/^[A-Z]+\/.+\/$/.test(tail), isInside: isAllowed(described, request) }];
  });
}

function isSelected(selection: GroupSelection | undefined, group: string): boolean {
  if (selection === undefined || selection === "any") return true;
  return "except" in selection ? !selection.except.includes(group) : selection.includes(group);
}

/** Whether users of these groups break a guardrail with one of the requests, read off its definition. */
function breakingSets(
  { never, only, always, separate }: Guardrail,
  api: Contract,
  sets: readonly (readonly GroupDocument[])[],
  requests: readonly EvaluationRequest[],
): readonly (readonly GroupDocument[])[] {
  const [first = [], second = []] = [
    never ?? only ?? always ?? separate?.between[0],
    separate?.between[1],
  ].map((each) => each && placedIn(each, api, requests));
  return sets.filter((members) => {
    const policies = policiesOf(members);
    const allows = ({ request }: PlacedRequest) => isAllowed(policies(request.methodArn), request);
    const reaches = (placed: PlacedRequest) => placed.isInside && allows(placed);
    const names = members.map(({ group }) => group);
    if (never) return names.every((name) => isSelected(never.groups, name)) && first.some(reaches);
    if (always) {
      const speaksOf = names.some((name) => isSelected(always.groups, name));
      return speaksOf && first.some((placed) => placed.isInside && placed.isPlain && !allows(placed));
    }
    if (separate) return first.some(reaches) && second.some(reaches);
    const isNamed = names.some((name) => only?.groups.includes(name));
    return first.some((placed) => !(isNamed && placed.isInside) && allows(placed));
  });
}

describe("a guardrail", () => {
  it("that is proved is broken by no set of groups, and one that failed by the users that it names", () => {
    const outcomes: string[] = [];
    fc.assert(
      fc.property(CASES, ([api, chosen, wanted]) => {
        const documents = documentsOf(api, chosen);
        if (documents.length === 0) return;
        const names = documents.map(({ group }) => group);
        const guardrail = guardrailOf(api, wanted, names);
        const [proof] = prove([guardrail], documents, api).proofs;
        outcomes.push(`${wanted.name} ${proof?.outcome}`);
        if (proof?.outcome === "proved") {
          const sets = subsetsOf(documents).filter((set) => set.length > 0);
          expect(breakingSets(guardrail, api, sets, REQUESTS)).toEqual([]);
        }
        const failures = proof?.outcome === "failed" ? proof.failures : [];
        for (const { groups: members, requests } of failures) {
          const set = documents.filter(({ group }) => members.includes(group));
          const found = requests.map(({ witness }) => witness.request);
          expect(breakingSets(guardrail, api, [set], found)).toEqual([set]);
        }
      }),
      { numRuns: 300 },
    );
    for (const name of ["never", "only", "always", "separate"]) {
      expect(outcomes).toContain(`${name} proved`);
      expect(outcomes).toContain(`${name} failed`);
    }
    expect(outcomes.filter((outcome) => outcome.endsWith("undecided")).length).toBeLessThan(3);
  });
});
