import {
  type Binding,
  canonicalize,
  claimPlaceholder,
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
    const [oldest, next] = [
      mergeAndBind([OWNER], stage(0), NO_CLAIMS),
      mergeAndBind([OWNER], stage(1), NO_CLAIMS),
    ];
    for (let index = 2; index < 1_000; index += 1) mergeAndBind([OWNER], stage(index), NO_CLAIMS);
    expect(mergeAndBind([OWNER], stage(0), NO_CLAIMS)).toBe(oldest);
    mergeAndBind([OWNER], stage(1_000), NO_CLAIMS);
    expect(mergeAndBind([OWNER], stage(1), NO_CLAIMS)).toBe(next);
    expect(mergeAndBind([OWNER], stage(0), NO_CLAIMS)).not.toBe(oldest);
  });
});

describe("a policy that names claims", () => {
  const tenant = claimPlaceholder("custom:tenant");
  const TENANT = groupDocument(
    "tenant",
    statementOf("Own", "Allow", `GET/tenants/${tenant}/orders`, `GET/owners/${claimPlaceholder("sub")}`),
  );
  const boundTo = (claims: Record<string, string>, ...documents: GroupDocument[]) =>
    createPolicyBinder()([TENANT, ...documents], IN_DEV, new Map(Object.entries(claims)));

  it("is bound to the caller's own, and keeps its revision", () => {
    const { statements, revision } = boundTo({ sub: "5c0a", "custom:tenant": "acme" });
    expect(statements).toEqual([
      {
        Sid: "Own",
        Effect: "Allow",
        Action: ["execute-api:Invoke"],
        Resource: [`${DEV}GET/owners/5c0a`, `${DEV}GET/tenants/acme/orders`],
      },
    ]);
    expect(revision).toBe(TENANT.revision);
  });

  it.each(["*", "?", "a/b", "..", tenant, "%2F", "", "acme\n", "\u0430cme", "a".repeat(200)])(
    "is without the Resource whose claim is `%s`",
    (value) => {
      const { statements } = boundTo({ sub: "5c0a", "custom:tenant": value });
      expect(statements.flatMap(({ Resource }) => Resource)).toEqual([`${DEV}GET/owners/5c0a`]);
    },
  );

  it("denies everything when no claim is there, and nobody else's policy lets in", () => {
    expect(boundTo({}).statements).toEqual(DENY_ALL.Statement);
    expect(boundTo({ tenant: "acme", Sub: "5c0a" }).statements).toEqual(DENY_ALL.Statement);
    expect(boundTo({}, OWNER).statements.map(({ Sid }) => Sid)).toEqual(["Pets"]);
  });

  it("is remembered by the values of just those claims", () => {
    const mergeAndBind = createPolicyBinder();
    const bind = (claims: Record<string, string>) =>
      mergeAndBind([TENANT], IN_DEV, new Map(Object.entries(claims)));
    const first = bind({ sub: "1", "custom:tenant": "acme", jti: "a" });
    expect(bind({ jti: "b", "custom:tenant": "acme", sub: "1" })).toBe(first);
    const others = [
      bind({ sub: "2", "custom:tenant": "acme" }),
      bind({ sub: "1", "custom:tenant": "other" }),
      bind({ sub: "1" }),
      bind({ "custom:tenant": "1" }),
      bind({ sub: "acme", "custom:tenant": "1" }),
      bind({ sub: "acme 1" }),
    ];
    expect(new Set([first, ...others].map(({ statements }) => JSON.stringify(statements))).size).toBe(7);
  });

  it("costs others nothing: one without claims is remembered whatever the caller's are", () => {
    const mergeAndBind = createPolicyBinder();
    const unread = { get: () => expect.fail("expected no claim to be read") };
    const first = mergeAndBind([OWNER], IN_DEV, Object.assign(new Map(), unread));
    expect(mergeAndBind([OWNER], IN_DEV, new Map([["sub", "1"]]))).toBe(first);
  });

  it("is remembered for a bounded number of callers; the oldest gives way, and no other", () => {
    const mergeAndBind = createPolicyBinder();
    const bind = (index: number) => mergeAndBind([TENANT], IN_DEV, new Map([["sub", `user-${index}`]]));
    const [oldest, next] = [bind(0), bind(1)];
    for (let index = 2; index <= 1_000; index += 1) bind(index);
    expect(bind(1)).toBe(next);
    expect(bind(0)).not.toBe(oldest);
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
