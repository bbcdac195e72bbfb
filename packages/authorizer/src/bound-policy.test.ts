import {
  type Binding,
  canonicalize,
  DENY_ALL,
  merge,
  revisionOf,
  type Statement,
  textOf,
} from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { DEV, PROD } from "../test/events.ts";
import { itemOf, statementOf } from "../test/policies.ts";
import { createPolicyBinder, denyFrom } from "./bound-policy.ts";
import type { GroupDocument } from "./policy-lookup.ts";

const IN_DEV: Binding = { prefix: DEV };
const NO_CLAIMS: ReadonlyMap<string, string> = new Map();
const IN_PROD: Binding = { prefix: PROD };

const OWNER = groupDocument("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const VET = groupDocument("pet-veterinarian", statementOf("All", "Allow", "GET/petstore/v1/*"));

function groupDocument(group: string, ...statements: Statement[]): GroupDocument {
  const { policy, revision } = itemOf(group, ...statements);
  return { group, revision, document: canonicalize(JSON.parse(policy)) };
}

describe("a bound policy", () => {
  it("is narrowed to the API and stage", () => {
    const { statements } = createPolicyBinder()([OWNER], IN_DEV, NO_CLAIMS);
    expect(statements).toEqual([
      {
        Sid: "Pets",
        Effect: "Allow",
        Action: ["execute-api:Invoke"],
        Resource: [`${DEV}GET/petstore/v1/pets`],
      },
    ]);
  });

  it("of one group has the revision that is stored", () => {
    expect(createPolicyBinder()([OWNER], IN_DEV, NO_CLAIMS).revision).toBe(OWNER.revision);
    expect(createPolicyBinder()([OWNER], IN_PROD, NO_CLAIMS).revision).toBe(OWNER.revision);
  });

  it("of several groups holds what any of them holds, and has the revision of the merged document", () => {
    const { statements, revision } = createPolicyBinder()([OWNER, VET], IN_DEV, NO_CLAIMS);
    expect(statements.map(({ Sid }) => Sid)).toEqual(["All", "Pets"]);
    expect(revision).toBe(revisionOf(textOf(merge([OWNER.document, VET.document]))));
  });

  it.each([
    ["another API", "arn:aws:execute-api:*:*:zyxwvu9876/*/GET/pets"],
    ["another stage", "arn:aws:execute-api:*:*:*/prod/GET/pets"],
    ["another account", "arn:aws:execute-api:*:444455556666:*/*/GET/pets"],
  ])("denies everything when all that was allowed is of %s", (_, Resource) => {
    const elsewhere = groupDocument("elsewhere", { Effect: "Allow", Action: "execute-api:Invoke", Resource });
    expect(createPolicyBinder()([elsewhere], IN_DEV, NO_CLAIMS)).toEqual({
      statements: DENY_ALL.Statement,
      revision: elsewhere.revision,
    });
  });
});

describe("what was merged and bound", () => {
  it("is remembered by its revisions, and read no more", () => {
    const mergeAndBind = createPolicyBinder();
    const first = mergeAndBind([OWNER, VET], IN_DEV, NO_CLAIMS);
    const unreadable = { group: "", document: DENY_ALL };
    const same = [OWNER, VET].map(({ revision }) => ({ ...unreadable, revision }));
    expect(mergeAndBind(same, { ...IN_DEV }, NO_CLAIMS)).toBe(first);
  });

  it("is told from what has another revision, other groups or another binding", () => {
    const mergeAndBind = createPolicyBinder();
    const changed = groupDocument("pet-owner", statementOf("Pets", "Allow", "POST/petstore/v1/pets"));
    const outcomes = [
      mergeAndBind([OWNER], IN_DEV, NO_CLAIMS),
      mergeAndBind([changed], IN_DEV, NO_CLAIMS),
      mergeAndBind([VET], IN_DEV, NO_CLAIMS),
      mergeAndBind([OWNER, VET], IN_DEV, NO_CLAIMS),
      mergeAndBind([OWNER], IN_PROD, NO_CLAIMS),
      mergeAndBind([OWNER, VET], IN_PROD, NO_CLAIMS),
    ];
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(6);
    expect(outcomes[4]?.statements[0]?.Resource).toEqual([`${PROD}GET/petstore/v1/pets`]);
  });

  it("is bounded; the oldest gives way, and no other", () => {
    const mergeAndBind = createPolicyBinder();
    const stage = (index: number): Binding => ({ prefix: DEV.replace("/dev/", `/stage-${index}/`) });
    const [oldest, next] = [mergeAndBind([OWNER], stage(0), NO_CLAIMS), mergeAndBind([OWNER], stage(1), NO_CLAIMS)];
    for (let index = 2; index < 1_000; index += 1) mergeAndBind([OWNER], stage(index), NO_CLAIMS);
    expect(mergeAndBind([OWNER], stage(0), NO_CLAIMS)).toBe(oldest);
    mergeAndBind([OWNER], stage(1_000), NO_CLAIMS);
    expect(mergeAndBind([OWNER], stage(1), NO_CLAIMS)).toBe(next);
    expect(mergeAndBind([OWNER], stage(0), NO_CLAIMS)).not.toBe(oldest);
  });
});

describe("the statement that ends a result", () => {
  it.each([
    [0, "1970-01-01T00:00:00.000Z"],
    [1_800_000_000, "2027-01-15T08:00:00.000Z"],
    [253_402_300_799, "9999-12-31T23:59:59.000Z"],
  ])("denies everything from the second %i on", (expires, time) => {
    expect(denyFrom(expires)).toEqual({
      Sid: "TokenExpired",
      Effect: "Deny",
      Action: ["execute-api:*"],
      Resource: ["*"],
      Condition: { DateGreaterThanEquals: { "aws:CurrentTime": [time] } },
    });
  });
});
