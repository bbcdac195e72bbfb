import {
  type CanonicalStatement,
  compile,
  type Guardrail,
  readContract,
  type UncheckedStatement,
} from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import type { GroupDocument } from "./policy-set.ts";
import { prove } from "./prove.ts";
import type { GuardrailProof } from "./report.ts";

const OPERATIONS = {
  "/pets": ["get", "post"],
  "/pets/{petId}": ["get", "delete"],
  "/pets/{petId}/bills": ["get", "post"],
  "/status": ["get"],
};

const CONTRACT = readContract([
  {
    name: "api.yaml",
    document: {
      openapi: "3.0.3",
      paths: Object.fromEntries(
        Object.entries(OPERATIONS).map(([path, verbs]) => [
          path,
          Object.fromEntries(verbs.map((verb) => [verb, {}])),
        ]),
      ),
    },
  },
]);

const OFFICE = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };
const ELSEWHERE = { NotIpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };

type Statements = Omit<UncheckedStatement, "sid">[];

function allow(...routes: string[]): Statements {
  return [{ effect: "Allow", routes }];
}

function deny(...routes: string[]): Statements {
  return [{ effect: "Deny", routes }];
}

function inOffice(statements: Statements): Statements {
  return statements.map((statement) => ({ ...statement, condition: OFFICE }));
}

function policies(groups: Record<string, Statements>): GroupDocument[] {
  return Object.entries(groups).map(([group, statements]) => {
    const named = statements.map((statement, index) => ({ ...statement, sid: `S${index}` }));
    return compile({ group, description: group, statements: named }, CONTRACT);
  });
}

type Rule = Omit<Guardrail, "id" | "reason" | "owner">;

function proofOf(rule: Rule, groups: Record<string, Statements> | GroupDocument[]): GuardrailProof {
  const guardrail = { id: "Rule", reason: "because", owner: "us", ...rule } as Guardrail;
  const documents = Array.isArray(groups) ? groups : policies(groups);
  const [proof] = prove([guardrail], documents, CONTRACT).proofs;
  if (!proof) throw new Error("expected a proof");
  return proof;
}

/** `admins+readers: GET /pets (explicitDeny by readers.S0)`, or another outcome. */
function told(proof: GuardrailProof): string[] {
  if (proof.outcome === "invalid") return proof.findings.map(({ message }) => message);
  if (proof.outcome !== "failed") return [proof.outcome];
  return proof.failures.map(({ groups, requests }) => {
    const each = requests.map(({ witness, decision, statements }) => {
      const by = statements.map(({ group, sid }) => `${group}.${sid}`).join();
      return `${witness.method} ${witness.path} (${decision}${by && ` by ${by}`})`;
    });
    return `${groups.join("+")}: ${each.join(", ")}`;
  });
}

type Case = [string, Rule, Record<string, Statements>, string[]];

describe("never", () => {
  const noBills = { never: { routes: ["ANY /pets/{petId}/bills"] } };
  const elsewhere = { never: { routes: ["DELETE /**"], when: ELSEWHERE } };
  it.each<Case>([
    ["holds where nobody has the routes", noBills, { a: allow("GET /pets") }, ["proved"]],
    ["holds where there is no group at all", noBills, {}, ["proved"]],
    ["holds of a star that a guard takes back", noBills, { a: allow("GET /pets/{petId}") }, ["proved"]],
    [
      "names each group that reaches them, with the statement",
      noBills,
      { a: allow("GET /pets/{petId}/bills"), b: allow("GET /status"), c: allow("ANY /**") },
      ["a: GET /pets/x/bills (allowed by a.S0)", "c: GET /pets/x/bills (allowed by c.S0)"],
    ],
    [
      "is about the circumstances alone",
      elsewhere,
      { a: inOffice(allow("DELETE /pets/*")), b: allow("DELETE /pets/*") },
      ["b: DELETE /pets/x (allowed by b.S0)"],
    ],
    [
      "is about the groups alone",
      { never: { ...noBills.never, groups: ["a", "b"] } },
      { a: allow("ANY /**"), b: allow("GET /pets"), c: allow("ANY /**") },
      ["a: GET /pets/x/bills (allowed by a.S0)"],
    ],
    [
      "may except groups",
      { never: { ...noBills.never, groups: { except: ["a"] } } },
      { a: allow("ANY /**"), c: allow("POST /pets/*/bills") },
      ["c: POST /pets/x/bills (allowed by c.S0)"],
    ],
  ])("%s", (_, rule, groups, expected) => expect(told(proofOf(rule, groups))).toEqual(expected));
});

describe("only", () => {
  const admins = { only: { groups: ["admins"], routes: ["DELETE /**"] } };
  const inside = { only: { ...admins.only, when: OFFICE } };
  it.each<Case>([
    [
      "holds where no other group has the routes",
      admins,
      { admins: allow("ANY /**"), b: allow("GET /**") },
      ["proved"],
    ],
    [
      "fails of any other group",
      admins,
      { admins: allow("ANY /**"), b: inOffice(allow("DELETE /pets/*")) },
      ["b: DELETE /pets/x (allowed by b.S0)"],
    ],
    [
      "fails of the named groups beyond the circumstances",
      inside,
      { admins: allow("ANY /**"), b: [] },
      ["admins: DELETE /pets/x (allowed by admins.S0)"],
    ],
    ["holds within the circumstances", inside, { admins: inOffice(allow("DELETE /**")) }, ["proved"]],
  ])("%s", (_, rule, groups, expected) => expect(told(proofOf(rule, groups))).toEqual(expected));
});

describe("always", () => {
  const reading = { always: { groups: ["a"], routes: ["GET /pets", "GET /pets/{petId}"] } };
  it.each<Case>([
    ["holds of a group that has the routes", reading, { a: allow("GET /pets", "GET /pets/*") }, ["proved"]],
    ["fails where the group has less", reading, { a: allow("GET /pets") }, ["a: GET /pets/x (implicitDeny)"]],
    [
      "fails where another group denies, and names the Deny",
      reading,
      { a: allow("GET /**"), b: [...allow("GET /status"), ...deny("GET /pets/**")] },
      ["a+b: GET /pets/x (explicitDeny by b.S1)"],
    ],
    [
      "holds where another group denies something else",
      reading,
      { a: allow("GET /**"), b: deny("GET /status"), c: deny("DELETE /pets/{petId}") },
      ["proved"],
    ],
    [
      "holds where a guard gives way",
      { always: { groups: ["a"], routes: ["GET /pets/*/bills"] } },
      { a: allow("GET /pets/*/bills"), b: allow("GET /pets/*") },
      ["proved"],
    ],
    [
      "fails where a guard stays",
      { always: { groups: ["a"], routes: ["GET /pets/*/bills"], when: OFFICE } },
      { a: inOffice(allow("GET /pets/*/bills")), b: allow("GET /pets/*") },
      ["a+b: GET /pets/x/bills (explicitDeny by b.S0)"],
    ],
    [
      "names a Deny, and not the guard beside it that gives way",
      { always: { groups: ["a"], routes: ["GET /pets/*/bills"] } },
      { a: allow("GET /pets/*/bills"), b: [...allow("GET /pets/*"), ...inOffice(deny("GET /pets/*/bills"))] },
      ["a+b: GET /pets/x/bills (explicitDeny by b.S1)"],
    ],
    [
      "is about the circumstances alone",
      { always: { ...reading.always, when: OFFICE } },
      { a: inOffice(allow("GET /pets", "GET /pets/*")) },
      ["proved"],
    ],
  ])("%s", (_, rule, groups, expected) => expect(told(proofOf(rule, groups))).toEqual(expected));
});

describe("separate", () => {
  const bills = {
    separate: { between: [{ routes: ["POST /pets"] }, { routes: ["POST /pets/*/bills"] }] },
  } as const;
  const keeping = allow("POST /pets");
  const billing = allow("POST /pets/*/bills");
  it.each<Case>([
    [
      "fails of one group that reaches both",
      bills,
      { a: allow("ANY /**") },
      ["a: POST /pets (allowed by a.S0), POST /pets/x/bills (allowed by a.S0)"],
    ],
    ["holds where only one side is reached", bills, { a: keeping, b: keeping }, ["proved"]],
    [
      "fails of two groups that reach one side each",
      bills,
      { a: keeping, b: billing, c: allow("GET /pets") },
      ["a+b: POST /pets (allowed by a.S0), POST /pets/x/bills (allowed by b.S0)"],
    ],
    [
      "holds where each denies the other's side",
      bills,
      { a: [...keeping, ...deny("POST /pets/*/bills")], b: billing },
      ["proved"],
    ],
    [
      "fails where a Deny leaves something",
      bills,
      { a: [...keeping, ...inOffice(deny("POST /pets/*/bills"))], b: billing },
      ["a+b: POST /pets (allowed by a.S0), POST /pets/x/bills (allowed by b.S0)"],
    ],
    [
      "is not misled by requests that differ in their circumstances",
      bills,
      {
        a: inOffice(keeping),
        b: [{ effect: "Allow", routes: ["POST /pets/*/bills"], condition: ELSEWHERE }],
      },
      ["a+b: POST /pets (allowed by a.S0), POST /pets/x/bills (allowed by b.S0)"],
    ],
  ])("%s", (_, rule, groups, expected) => expect(told(proofOf(rule, groups))).toEqual(expected));

  const reading = {
    separate: { between: [{ routes: ["GET /pets/*/bills"] }, { routes: ["GET /pets/*"] }] },
  } as const;
  const guarded = { a: inOffice(allow("GET /pets/*/bills")), b: allow("GET /pets/*") };

  it("holds where a guard that no group makes give way keeps them apart", () => {
    expect(told(proofOf(reading, guarded))).toEqual(["proved"]);
  });

  it("fails where another group makes the guard give way", () => {
    const third = { ...guarded, c: allow("GET /pets/*/bills") };
    expect(told(proofOf(reading, third))).toEqual([
      "c+b: GET /pets/x/bills (allowed by c.S0), GET /pets/x (allowed by b.S0)",
    ]);
  });
});

describe("a guardrail that says nothing", () => {
  const groups = { a: allow("GET /pets") };
  it.each<[string, Rule, string]>([
    ["an unknown group", { never: { groups: ["b"], routes: ["GET /pets"] } }, "no group `b` has a policy"],
    [
      "an unknown exception",
      { never: { groups: { except: ["b"] }, routes: ["GET /pets"] } },
      "no group `b` has a policy",
    ],
    [
      "an unknown group alone",
      { only: { groups: ["b"], routes: ["GET /pets"] } },
      "no group `b` has a policy",
    ],
    ["an unknown route", { always: { routes: ["GET /pet"] } }, "no API has the route `GET /pet`"],
    [
      "circumstances that never are",
      { never: { routes: ["GET /pets"], when: { Bool: { "aws:SecureTransport": "false" } } } },
      "there is no request to these routes in these circumstances, so it says nothing",
    ],
  ])("is invalid: %s", (_, rule, message) => {
    expect(told(proofOf(rule, groups))).toEqual([message]);
  });

  it("is named by the path of what is wrong", () => {
    const proof = proofOf(
      { separate: { between: [{ routes: ["GET /pets"] }, { routes: ["GET /pets", "GET /x"] }] } },
      groups,
    );
    expect(proof).toMatchObject({ findings: [{ path: ["separate", "between", 1, "routes", 1] }] });
  });
});

/** A group whose module says it in ARNs. */
function raw(statement: Partial<CanonicalStatement>): GroupDocument[] {
  const all = { Action: ["execute-api:Invoke"], Resource: ["*"] };
  const Statement: CanonicalStatement[] = [{ Sid: "Raw", Effect: "Allow", ...all, ...statement }];
  return [{ group: "a", document: { Version: "2012-10-17", Statement } }];
}

describe("a proof", () => {
  it("is about what a path with a trailing slash reaches too", () => {
    const policy = raw({ Resource: ["arn:aws:execute-api:*:*:*/*/GET/status/"] });
    const proof = proofOf({ never: { routes: ["GET /status"] } }, policy);
    expect(told(proof)).toEqual(["a: GET /status/ (allowed by a.Raw)"]);
  });

  it("is one for every API and stage that a document names", () => {
    const Resource = ["arn:aws:execute-api:eu-west-1:111122223333:abc/prod/GET/status"];
    const proof = proofOf({ never: { routes: ["GET /status"] } }, raw({ Resource }));
    expect(told(proof)).toEqual(["a: GET /status (allowed by a.Raw)"]);
    const methodArn = expect.stringContaining(":abc/prod/");
    expect(proof).toMatchObject({ failures: [{ requests: [{ witness: { request: { methodArn } } }] }] });
  });

  it("is none where a document cannot be decided", () => {
    const Condition = { NumericLessThan: { "aws:SourceIp": ["7"] } };
    const proof = proofOf({ never: { routes: ["GET /status"] } }, raw({ Condition }));
    expect(proof).toMatchObject({ outcome: "undecided", why: expect.stringContaining("NumericLessThan") });
  });

  it("says which groups it covers", () => {
    expect(prove([], policies({ a: allow("GET /pets"), b: [] }), CONTRACT)).toEqual({
      groups: ["a", "b"],
      proofs: [],
    });
  });
});
