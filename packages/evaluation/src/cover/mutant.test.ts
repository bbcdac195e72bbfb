import type { AuthorizerCondition, UncheckedStatement } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { MUTANT_KINDS, type MutantKind, mutantsOf } from "./mutant.ts";

function mutated(statement: Omit<UncheckedStatement, "sid" | "effect">, kind: MutantKind) {
  const policy = {
    group: "readers",
    description: "A group.",
    statements: [{ sid: "Only", effect: "Allow" as const, ...statement }],
  };
  return mutantsOf(policy)
    .filter((mutant) => mutant.kind === kind)
    .map(({ policy: { statements } }) => statements[0]);
}

function routesAfter(kind: MutantKind, ...routes: string[]) {
  return mutated({ routes }, kind).map((statement) => statement?.routes);
}

function resourcesAfter(kind: MutantKind, resource: string) {
  return mutated({ resources: [resource] }, kind).map((statement) => statement?.resources);
}

function conditionsAfter(kind: MutantKind, condition?: AuthorizerCondition) {
  return mutated({ routes: ["GET /a"], ...(condition && { condition }) }, kind).map(
    (each) => each?.condition,
  );
}

const ARN = "arn:aws:execute-api:*:*:*/*/";

describe("the mutants of a policy", () => {
  it("change one statement each, and leave the others as they are", () => {
    const statements: UncheckedStatement[] = [
      { sid: "One", effect: "Allow", routes: ["GET /a"] },
      { sid: "Two", effect: "Deny", routes: ["GET /b"] },
    ];
    const mutants = mutantsOf({ group: "readers", description: "A group.", statements });
    for (const { sid, policy } of mutants) {
      const untouched = sid === "One" ? statements[1] : statements[0];
      expect(policy.statements).toContain(untouched);
      expect(policy.statements).not.toEqual(statements);
    }
    expect(new Set(mutants.map(({ kind }) => kind)).size).toBeLessThan(MUTANT_KINDS.length);
    expect(mutants.filter(({ kind }) => kind === "statement dropped")).toMatchObject([
      { sid: "One", policy: { statements: [{ sid: "Two" }] } },
      { sid: "Two", policy: { statements: [{ sid: "One" }] } },
    ]);
    expect(mutants.filter(({ kind }) => kind === "effect flipped")).toMatchObject([
      {
        sid: "One",
        detail: "Allow → Deny",
        policy: { statements: [{ effect: "Deny" }, { effect: "Deny" }] },
      },
      {
        sid: "Two",
        detail: "Deny → Allow",
        policy: { statements: [{ effect: "Allow" }, { effect: "Allow" }] },
      },
    ]);
  });

  it("lack a route where there are several", () => {
    expect(routesAfter("route dropped", "GET /a", "GET /b")).toEqual([["GET /b"], ["GET /a"]]);
    expect(routesAfter("route dropped", "GET /a")).toEqual([]);
  });

  it.each([
    ["GET /a/b", "GET /a/**"],
    ["GET /a/{id}", "GET /a/**"],
    ["GET /a/**", "GET /**"],
    ["GET /a/{rest+}", "GET /**"],
    ["GET /a", "GET /**"],
    ["GET /", "GET /**"],
  ])("name %s as %s", (route, widened) => {
    expect(routesAfter("path widened", route)).toEqual([[widened]]);
  });

  it.each([
    ["GET/a/b", "GET/a/*"],
    ["GET/a/*", "GET/*"],
    ["GET/a", "GET/*"],
  ])("name the resource %s as %s", (tail, widened) => {
    expect(resourcesAfter("path widened", ARN + tail)).toEqual([[ARN + widened]]);
  });

  it("are not wider than everything", () => {
    expect(routesAfter("path widened", "GET /**")).toEqual([]);
    expect(resourcesAfter("path widened", `${ARN}*`)).toEqual([]);
    expect(resourcesAfter("path widened", `${ARN}GET/*`)).toEqual([]);
    expect(routesAfter("verb widened", "ANY /a")).toEqual([]);
    expect(resourcesAfter("verb widened", `${ARN}*`)).toEqual([]);
  });

  it("have every verb", () => {
    expect(routesAfter("verb widened", "GET /a", "POST /b")).toEqual([
      ["ANY /a", "POST /b"],
      ["GET /a", "ANY /b"],
    ]);
    const [resources = []] = resourcesAfter("verb widened", `${ARN}GET/a`);
    expect(resources).toHaveLength(7);
    expect(resources).toContain(`${ARN}DELETE/a`);
  });

  it("lack the condition, and each part of it", () => {
    const IpAddress = { "aws:SourceIp": ["192.0.2.0/24"] };
    const Bool = { "aws:SecureTransport": true };
    expect(conditionsAfter("condition dropped")).toEqual([]);
    expect(conditionsAfter("condition dropped", { IpAddress })).toEqual([undefined]);
    expect(conditionsAfter("condition dropped", { IpAddress, Bool })).toEqual([
      undefined,
      { Bool },
      { IpAddress },
    ]);
  });

  it.each<[AuthorizerCondition, AuthorizerCondition]>([
    [{ IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }, { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } }],
    [
      { StringNotLikeIfExists: { "aws:UserAgent": "curl*" } },
      { StringLikeIfExists: { "aws:UserAgent": "curl*" } },
    ],
    [
      { DateLessThan: { "aws:CurrentTime": "2027-01-01" } },
      { DateGreaterThanEquals: { "aws:CurrentTime": "2027-01-01" } },
    ],
    [{ Bool: { "aws:SecureTransport": "true" } }, { Bool: { "aws:SecureTransport": false } }],
    [{ Null: { "aws:SourceVpc": false } }, { Null: { "aws:SourceVpc": true } }],
  ])("turn the condition %j around to %j", (condition, negated) => {
    expect(conditionsAfter("condition negated", condition)).toEqual([negated]);
  });

  it("do not overwrite one part of a condition by another", () => {
    const condition = {
      IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] },
      NotIpAddress: { "aws:SourceIp": ["192.0.2.7"] },
    };
    expect(conditionsAfter("condition negated", condition)).toEqual([]);
  });
});
