import type { PolicyDocument, Statement } from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EvaluationRequest, evaluate, explain, prepare } from "./index.ts";

const HERE = "arn:aws:execute-api:*:*:*/*/";
const API = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/prod/";

const path = fc.constantFrom("GET/a", "GET/a/b", "POST/a", "GET/b:c", "GET/");

const resource = fc.constantFrom(
  "*",
  `${HERE}*`,
  `${HERE}GET/a`,
  `${HERE}GET/a*`,
  `${HERE}*/a`,
  `${HERE}GET/?`,
  `${HERE}GET/\${aws:UserAgent}`,
  "arn:aws:execute-api:us-east-1:*:*",
);

const condition = fc.constantFrom<NonNullable<Statement["Condition"]>>(
  {},
  { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"] } },
  { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
  { StringLike: { "aws:UserAgent": ["a*", "b"] }, Null: { "aws:Referer": "true" } },
  { StringNotEqualsIfExists: { "aws:UserAgent": "a" } },
  { StringNotEquals: { "aws:UserAgent": `\${aws:Referer}` } },
  { "ForAllValues:StringEquals": { "aws:Referer": ["a", "b"] } },
  { "ForAnyValue:StringNotLike": { "aws:Referer": "a*" } },
  { DateLessThan: { "aws:CurrentTime": "2026-01-01" } },
);

const statement: fc.Arbitrary<Statement> = fc
  .record({
    Effect: fc.constantFrom("Allow", "Deny"),
    action: fc.constantFrom("*", "execute-api:Invoke", "execute-api:Manage*"),
    notAction: fc.boolean(),
    resources: fc.array(resource, { minLength: 1, maxLength: 3 }),
    notResource: fc.boolean(),
    Condition: condition,
  })
  .map(({ Effect, action, notAction, resources, notResource, Condition }) => ({
    Effect,
    ...(notAction ? { NotAction: action } : { Action: action }),
    ...(notResource ? { NotResource: resources } : { Resource: resources }),
    Condition,
  }));

const document: fc.Arbitrary<PolicyDocument> = fc.record({
  Version: fc.constantFrom("2012-10-17", "2008-10-17"),
  Statement: fc.array(statement, { minLength: 1, maxLength: 4 }),
});

const documents = fc.array(document, { maxLength: 3 });

const request: fc.Arbitrary<EvaluationRequest> = fc.record(
  {
    methodArn: path.map((each) => API + each),
    action: fc.constantFrom("execute-api:Invoke", "execute-api:ManageConnections"),
    context: fc.dictionary(
      fc.constantFrom("aws:SourceIp", "aws:sourceip", "aws:UserAgent", "aws:Referer", "aws:CurrentTime"),
      fc.oneof(
        fc.constantFrom<string | number>("192.0.2.1", "2001:db8::1", "a", "b", "", "2025-05-05", 1800000000),
        fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 3 }),
      ),
      { maxKeys: 4 },
    ),
  },
  { requiredKeys: ["methodArn"] },
);

const decide = (policies: readonly PolicyDocument[], asked: EvaluationRequest) =>
  evaluate(prepare(policies), asked).decision;

function statementsOf({ Statement }: PolicyDocument): Statement[] {
  return Array.isArray(Statement) ? Statement : [Statement];
}

describe("evaluate", () => {
  it("lets a Deny override whatever else is present", () => {
    const deny: PolicyDocument = { Statement: { Effect: "Deny", Action: "*", Resource: "*" } };
    fc.assert(
      fc.property(documents, request, fc.nat(), (policies, asked, at) => {
        const index = at % (policies.length + 1);
        expect(decide(policies.toSpliced(index, 0, deny), asked)).toBe("explicitDeny");
      }),
    );
  });

  it("refuses more, never less, when a Deny is added, and allows more when an Allow is", () => {
    const rank = { explicitDeny: 0, implicitDeny: 1, allowed: 2 } as const;
    fc.assert(
      fc.property(documents, request, statement, (policies, asked, added) => {
        const before = rank[decide(policies, asked)];
        const after = rank[decide([...policies, { Statement: added }], asked)];
        if (added.Effect === "Deny") expect(after === before || after === 0).toBe(true);
        else expect(after === before || (before === 1 && after === 2)).toBe(true);
      }),
    );
  });

  it("does not depend on the order of documents or of statements", () => {
    fc.assert(
      fc.property(documents, request, (policies, asked) => {
        const turned = policies
          .map((each) => ({ ...each, Statement: statementsOf(each).toReversed() }))
          .toReversed();
        expect(decide(turned, asked)).toBe(decide(policies, asked));
      }),
    );
  });

  it("decides the same when each statement is a document of its own", () => {
    fc.assert(
      fc.property(documents, request, (policies, asked) => {
        const split = policies.flatMap((each) =>
          statementsOf(each).map((Statement) => ({ ...each, Statement: [Statement] })),
        );
        expect(decide(split, asked)).toBe(decide(policies, asked));
      }),
    );
  });

  it("decides as each statement by itself lets expect", () => {
    fc.assert(
      fc.property(documents, request, (policies, asked) => {
        const alone = policies.flatMap((each) =>
          statementsOf(each).map((Statement) => decide([{ ...each, Statement: [Statement] }], asked)),
        );
        const expected = (["explicitDeny", "allowed"] as const).find((each) => alone.includes(each));
        expect(decide(policies, asked)).toBe(expected ?? "implicitDeny");
      }),
      { numRuns: 300 },
    );
  });

  it("agrees with explain", () => {
    fc.assert(
      fc.property(documents, request, (policies, asked) => {
        const prepared = prepare(policies);
        const { decision, statements, considered } = explain(prepared, asked);
        const effect = decision === "explicitDeny" ? "Deny" : "Allow";
        const deciding = considered.filter((each) => each.matched && each.effect === effect);
        expect({ decision, statements }).toEqual(evaluate(prepared, asked));
        expect(deciding.map(({ policy, statement }) => ({ policy, statement }))).toEqual(statements);
        expect(considered.every(({ matched, reason }) => matched === (reason === undefined))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("names a statement by its place, and by its Sid only when it has one", () => {
    const allow: Statement = { Effect: "Allow", Action: "*", Resource: "*" };
    const prepared = prepare([{ Statement: allow }, { Statement: [allow, { ...allow, Sid: "Pets" }] }]);
    expect(evaluate(prepared, { methodArn: `${API}GET/a` }).statements).toEqual([
      { policy: 0, statement: 0 },
      { policy: 1, statement: 0 },
      { policy: 1, statement: 1, sid: "Pets" },
    ]);
  });
});
