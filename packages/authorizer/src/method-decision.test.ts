import { evaluate, prepare as prepareDocuments } from "@lychgate/evaluation";
import { type CanonicalStatement, canonicalize, type Statement } from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectEvent, DEV, httpEvent1, httpEvent2, PETS, requestEvent, tokenEvent } from "../test/events.ts";
import { statementOf } from "../test/policies.ts";
import { prepare } from "./authorizer-request.ts";
import type { BoundPolicy } from "./bound-policy.ts";
import type { ConditionValue } from "./condition-value.ts";
import { decideMethod } from "./method-decision.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const EXPIRES = NOW / 1000 + 600;

const PETS_ALLOWED = statementOf("Pets", "Allow", "GET/petstore/v1/pets");
const ALL_ALLOWED = statementOf("All", "Allow", "*");
const CLINIC = { ...ALL_ALLOWED, Sid: "Clinic", ...ipAddress("192.0.2.0/24") };
const ELSEWHERE = { ...ALL_ALLOWED, Sid: "Elsewhere", ...ipAddress("198.51.100.0/24") };
const SUSPENDED = statementOf("Suspended", "Deny", "*");
const CLINIC_DENIED = { ...CLINIC, Sid: "NoClinic", Effect: "Deny" } as const;
const AGENTS_DENIED = { ...SUSPENDED, Sid: "Agents", ...userAgent("StringLike", "curl*") };
const NIGHT_DENIED = {
  ...SUSPENDED,
  Sid: "Night",
  Condition: { DateGreaterThan: { "aws:CurrentTime": "2026-11-21T20:00:00Z" } },
};
const IN_VPC = { ...ALL_ALLOWED, Sid: "Vpc", Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } };
const OWN_AGENT = { ...statementOf("Own", "Allow"), Resource: `${DEV}GET/\${aws:UserAgent}` };

function ipAddress(block: string) {
  return { Condition: { IpAddress: { "aws:SourceIp": block } } };
}

function userAgent(operator: string, value: string) {
  return { Condition: { [operator]: { "aws:UserAgent": value } } };
}

function policyOf(...statements: Statement[]): BoundPolicy {
  return { statements: canonical(statements), revision: "" };
}

function canonical(statements: Statement[]): CanonicalStatement[] {
  return canonicalize({ Version: "2012-10-17", Statement: statements }).Statement;
}

const decide = (event: object, ...statements: Statement[]) =>
  decideMethod({ policy: policyOf(...statements), expires: EXPIRES }, prepare(event), NOW);

const TOKEN = tokenEvent("Bearer a");
const REQUEST = requestEvent({ "User-Agent": "agent" });
const POST = tokenEvent("Bearer a", PETS.replace("GET", "POST"));

describe("what a policy decides for the method that was called", () => {
  it.each<[string, object, Statement[], string, string | undefined]>([
    ["an Allow of it", TOKEN, [PETS_ALLOWED], "allowed", "Pets"],
    ["no statement about it", POST, [PETS_ALLOWED], "implicitDeny", undefined],
    ["a Deny of it", TOKEN, [PETS_ALLOWED, SUSPENDED], "explicitDeny", "Suspended"],
    ["the first of two Allows", TOKEN, [PETS_ALLOWED, ALL_ALLOWED], "allowed", "All"],
    ["an Allow without a Sid", TOKEN, [without(PETS_ALLOWED)], "allowed", undefined],
    ["an Allow of its address", REQUEST, [CLINIC], "allowed", "Clinic"],
    ["an Allow of another address", REQUEST, [ELSEWHERE], "implicitDeny", undefined],
    ["an Allow of its agent's own path", REQUEST, [OWN_AGENT], "implicitDeny", undefined],
    ["a Deny of another agent", REQUEST, [ALL_ALLOWED, AGENTS_DENIED], "allowed", "All"],
    ["a Deny of another time", TOKEN, [ALL_ALLOWED, NIGHT_DENIED], "allowed", "All"],
    ["the address in format 1.0", httpEvent1(), [CLINIC], "allowed", "Clinic"],
    ["the address in format 2.0", httpEvent2(), [CLINIC], "allowed", "Clinic"],
    ["`$connect`", connectEvent(), [statementOf("Connect", "Allow", "$connect")], "allowed", "Connect"],
  ])("follows from %s", (_, event, statements, decision, sid) => {
    const expected = sid === undefined ? { decision } : { decision, sid };
    expect(decide(event, ...statements)).toEqual(expected);
  });

  it("is the Deny of the token's end from then on", () => {
    const request = prepare(TOKEN);
    const expiring = { policy: policyOf(PETS_ALLOWED), expires: EXPIRES };
    expect(decideMethod(expiring, request, EXPIRES * 1000 - 1)).toMatchObject({ sid: "Pets" });
    expect(decideMethod(expiring, request, EXPIRES * 1000)).toEqual({
      decision: "explicitDeny",
      sid: "TokenExpired",
    });
  });
});

describe("what the event does not tell", () => {
  it.each<[string, object, Statement[]]>([
    ["an Allow of an address", TOKEN, [CLINIC]],
    ["a Deny of an address", TOKEN, [ALL_ALLOWED, CLINIC_DENIED]],
    ["an Allow in a VPC", REQUEST, [IN_VPC]],
    ["a variable in a path", TOKEN, [OWN_AGENT]],
    [
      "a header that came twice",
      requestEvent(null, { "user-agent": ["a", "b"] }),
      [AGENTS_DENIED, ALL_ALLOWED],
    ],
  ])("leaves it open: %s", (_, event, statements) => {
    expect(decide(event, ...statements)).toBeUndefined();
  });

  it.each<[string, Statement[], string, string | undefined]>([
    ["a Deny", [CLINIC, SUSPENDED], "explicitDeny", "Suspended"],
    ["an Allow", [CLINIC, ALL_ALLOWED], "allowed", "All"],
    ["another method", [{ ...CLINIC, Resource: `${DEV}POST/*` }], "implicitDeny", undefined],
    [
      "another condition",
      [{ ...CLINIC, Condition: { ...CLINIC.Condition, Bool: { "aws:SecureTransport": "false" } } }],
      "implicitDeny",
      undefined,
    ],
  ])("does not matter where %s decides in any case", (_, statements, decision, sid) => {
    expect(decide(TOKEN, ...statements)).toEqual(sid === undefined ? { decision } : { decision, sid });
  });

  it("is a policy that IAM would refuse", () => {
    const refused = { ...PETS_ALLOWED, Resource: `${DEV}GET/\${aws` };
    expect(decide(TOKEN, ALL_ALLOWED, refused)).toBeUndefined();
  });
});

const KEYS = ["aws:SourceIp", "aws:UserAgent", "aws:Referer"];
const VALUES = ["192.0.2.10", "203.0.113.10"];

const conditions = fc.oneof(
  fc.constant({}),
  fc.record({
    Condition: fc
      .tuple(
        fc.constantFrom("StringEquals", "StringNotEquals", "StringLikeIfExists", "ForAllValues:StringEquals"),
        fc.constantFrom(...KEYS),
        fc.constantFrom(...VALUES, `\${aws:Referer}`),
      )
      .map(([operator, key, value]) => ({ [operator]: { [key]: value } })),
  }),
);
const policies = fc.array(
  fc
    .tuple(
      fc.constantFrom<"Allow" | "Deny">("Allow", "Deny"),
      fc.constantFrom("GET/*", "POST/*", `*/\${aws:UserAgent}`),
      fc.constantFrom("A", "B", "C"),
      conditions,
    )
    .map(
      ([Effect, route, Sid, condition]): Statement => ({ ...statementOf(Sid, Effect, route), ...condition }),
    ),
  { minLength: 1, maxLength: 4 },
);
const requests = fc.record(
  Object.fromEntries(KEYS.map((key) => [key, fc.constantFrom(undefined, ...VALUES)])),
);

describe("what is said of a request", () => {
  it("holds whatever is not known of it, and is said of every request of which all is known", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(policies, requests, fc.subarray(KEYS), (statements, values, unknown) => {
        const policy = policyOf(...statements);
        const conditionOf = (key: string): ConditionValue => {
          const name = KEYS.find((each) => each.toLowerCase() === key) ?? "";
          if (unknown.includes(name)) return undefined;
          const value = values[name];
          return value === undefined ? {} : { value };
        };
        const said = decideMethod({ policy, expires: EXPIRES }, { methodArn: PETS, conditionOf }, NOW);
        const context = Object.fromEntries(
          Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
        );
        const prepared = prepareDocuments([{ Version: "2012-10-17", Statement: [...policy.statements] }]);
        const verdict = evaluate(prepared, { methodArn: PETS, context });
        seen.add(String(said?.decision));
        if (unknown.length === 0) expect(said).toBeDefined();
        if (!said) return;
        expect(said.decision).toBe(verdict.decision);
        const sids = verdict.statements.map(({ sid }) => sid);
        if (said.sid !== undefined) expect(sids).toContain(said.sid);
        else expect(sids).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(seen).toEqual(new Set(["allowed", "explicitDeny", "implicitDeny", "undefined"]));
  });
});

function without({ Sid: _, ...statement }: Statement): Statement {
  return statement;
}
