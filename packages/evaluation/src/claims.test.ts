/** The caller's own claims in evaluation and in proofs. */
import {
  type CanonicalDocument,
  type Contract,
  claimPlaceholder,
  type Guardrail,
  type UncheckedStatement,
} from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { contractWith, policyOf } from "../test/covered-policies.ts";
import { policySet } from "../test/policy-set.ts";
import {
  accessOf,
  comparePolicies,
  evaluate,
  findSurprise,
  lintPolicy,
  prepare,
  prove,
  reachOf,
  SAMPLE_BINDING,
} from "./index.ts";

const ROUTES = ["GET /tenants/{tenant}/orders", "GET /tenants/{tenant}/orders/{order}", "GET /status"];
const CONTRACT: Contract = contractWith(...ROUTES);

const OWN = "GET /tenants/{claim:custom:tenant}/orders";
const ANY = "GET /tenants/{tenant}/orders";
const CLINIC = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };

function allow(...routes: string[]): UncheckedStatement {
  return { sid: "Orders", effect: "Allow", routes };
}

function documentOf(...statements: UncheckedStatement[]): CanonicalDocument {
  return policyOf("tenants", statements, CONTRACT).compiled.document;
}

describe("a placeholder that nobody bound", () => {
  const policies = prepare([documentOf(allow(OWN))]);
  const decisionOn = (segment: string, context = {}) =>
    evaluate(policies, { methodArn: `${SAMPLE_BINDING.prefix}GET/tenants/${segment}/orders`, context })
      .decision;

  it.each([
    "acme",
    "",
    "*",
    claimPlaceholder("custom:tenant"),
    "{claim:custom:tenant}",
    "%7Bclaim:custom:tenant%7D",
    "undefined",
    "null",
    "\ue000",
    "\ue001",
  ])("matches nothing, be the segment `%s`", (segment) => {
    expect(decisionOn(segment)).toBe("implicitDeny");
  });

  it("is bound by a claim of the request's context, by its exact name", () => {
    expect(decisionOn("acme", { "claim:custom:tenant": "acme" })).toBe("allowed");
    expect(decisionOn("other", { "claim:custom:tenant": "acme" })).toBe("implicitDeny");
    expect(decisionOn("ACME", { "claim:custom:tenant": "acme" })).toBe("implicitDeny");
    expect(decisionOn("acme", { "claim:custom:Tenant": "acme" })).toBe("implicitDeny");
    expect(decisionOn("acme", { "Claim:custom:tenant": "acme" })).toBe("implicitDeny");
  });

  it.each(["a/b", "*", "..", "a%2Fb", "", "a b", "a".repeat(129)])(
    "is not bound by `%s`, even to itself",
    (value) => {
      expect(decisionOn(value, { "claim:custom:tenant": value })).toBe("implicitDeny");
      expect(decisionOn("x", { "claim:custom:tenant": value })).toBe("implicitDeny");
    },
  );

  it("is not bound by a list", () => {
    expect(decisionOn("acme", { "claim:custom:tenant": ["acme"] })).toBe("implicitDeny");
  });
});

describe("a proof", () => {
  function changes(base: string[], head: string[]) {
    const [before, after] = [base, head].map((routes) => policySet(ROUTES, { tenants: [allow(...routes)] }));
    if (!before || !after) throw new Error("expected both");
    return comparePolicies(before, after).changes.map(
      ({ change, method, witness }) => `${change} ${method} ${witness.path}`,
    );
  }

  it.each<[string, string[], string[], string[]]>([
    ["any in the place of the caller's own", [OWN], [ANY], ["gained GET /tenants/x/orders"]],
    ["the caller's own in the place of any", [ANY], [OWN], ["lost GET /tenants/x/orders"]],
    [
      "the caller's own that is new",
      ["GET /status"],
      ["GET /status", OWN],
      ["gained GET /tenants/{claim:custom:tenant}/orders"],
    ],
    [
      "another claim",
      [OWN],
      ["GET /tenants/{claim:sub}/orders"],
      ["lost GET /tenants/{claim:custom:tenant}/orders", "gained GET /tenants/{claim:sub}/orders"],
    ],
    [
      "what is below the caller's own as well",
      [OWN],
      [OWN, "GET /tenants/{claim:custom:tenant}/orders/*"],
      [
        "gained GET /tenants/{claim:custom:tenant}/orders/x",
        "gained GET /tenants/{claim:custom:tenant}/orders/",
      ],
    ],
    ["the same", [OWN], [OWN], []],
    ["the caller's own beside any, which holds it", [ANY], [ANY, OWN], []],
  ])("tells %s", (_, base, head, expected) => {
    expect(changes(base, head)).toEqual(expected);
  });

  it("is not made of what `NotResource` leaves out", () => {
    const NotResource = [`${SAMPLE_BINDING.prefix}GET/tenants/${claimPlaceholder("sub")}`];
    const document = {
      Version: "2012-10-17" as const,
      Statement: [{ Effect: "Allow" as const, Action: ["*"], NotResource }],
    };
    expect(() => accessOf([document])).toThrow("the value of a policy variable");
  });

  it("is not made of characters of private use, which stand for claims", () => {
    const Resource = [`${SAMPLE_BINDING.prefix}GET/tenants/\ue000`];
    const document = {
      Version: "2012-10-17" as const,
      Statement: [{ Effect: "Allow" as const, Action: ["*"], Resource }],
    };
    expect(() => accessOf([document])).toThrow("a character of private use");
  });
});

describe("a guardrail", () => {
  type Rule = Omit<Guardrail, "id" | "reason" | "owner">;

  /** `proved`, or the request that breaks it. */
  function outcomeOf(rule: Rule, ...statements: UncheckedStatement[]): string {
    // INVARIANT: a rule with what every guardrail has is a guardrail.
    const guardrail = { id: "G", reason: "r", owner: "o", ...rule } as Guardrail;
    const [proof] = prove([guardrail], [policyOf("tenants", statements, CONTRACT).compiled], CONTRACT).proofs;
    if (proof?.outcome === "invalid") return proof.findings.map(({ message }) => message).join();
    return proof?.outcome === "failed"
      ? (proof.failures[0].requests[0].witness.path ?? "")
      : String(proof?.outcome);
  }

  const below = "GET /tenants/{claim:custom:tenant}/**";
  it.each<[string, Rule, UncheckedStatement[], string]>([
    [
      "that only their own is reached",
      { only: { routes: [below], groups: ["tenants"] } },
      [allow(OWN)],
      "proved",
    ],
    [
      "that only their own is reached, with all of it",
      { only: { routes: [below], groups: ["tenants"] } },
      [allow(below)],
      "proved",
    ],
    [
      "that only their own is reached, where any is",
      { only: { routes: [below], groups: ["tenants"] } },
      [allow(OWN, ANY)],
      "/tenants/x/orders",
    ],
    [
      "that only their own is reached, where another claim's is",
      { only: { routes: [below], groups: ["tenants"] } },
      [allow("GET /tenants/{claim:sub}/orders")],
      "/tenants/{claim:sub}/orders",
    ],
    ["that they always reach their own", { always: { routes: [OWN] } }, [allow(OWN)], "proved"],
    [
      "that they always reach their own, from anywhere",
      { always: { routes: [OWN] } },
      [{ ...allow(OWN), condition: CLINIC }],
      "/tenants/{claim:custom:tenant}/orders",
    ],
    ["that they always reach any", { always: { routes: [ANY] } }, [allow(OWN)], "/tenants/x/orders"],
    [
      "that nobody reaches their own",
      { never: { routes: [OWN] } },
      [allow(OWN)],
      "/tenants/{claim:custom:tenant}/orders",
    ],
    [
      "that nobody reaches their own, where nobody does",
      { never: { routes: [OWN] } },
      [allow("GET /status")],
      "proved",
    ],
    [
      "that nobody reaches their own and the status",
      { separate: { between: [{ routes: [OWN] }, { routes: ["GET /status"] }] } },
      [allow(OWN, "GET /status")],
      "/tenants/{claim:custom:tenant}/orders",
    ],
    [
      "a route with a claim in the place of a literal",
      { never: { routes: ["GET /{claim:sub}"] } },
      [allow(OWN)],
      "no API has the route `GET /{claim:sub}`",
    ],
  ])("says %s", (_, rule, statements, expected) => {
    expect(outcomeOf(rule, ...statements)).toBe(expected);
  });
});

describe("what a user reaches", () => {
  it("is exactly the caller's own", () => {
    const own = [documentOf(allow(OWN))];
    expect(findSurprise(own, { routes: [OWN] }, CONTRACT)).toBeUndefined();
    expect(findSurprise(own, { routes: [ANY] }, CONTRACT)).toMatchObject({
      kind: "missing",
      witness: { path: "/tenants/x/orders" },
    });
    const any = [documentOf(allow(ANY))];
    expect(findSurprise(any, { routes: [OWN] }, CONTRACT)).toMatchObject({
      kind: "extra",
      witness: { path: "/tenants/x/orders" },
    });
    expect(findSurprise(any, { routes: [OWN, ANY] }, CONTRACT)).toBeUndefined();
    const none = [documentOf(allow("GET /status"))];
    expect(findSurprise(none, { routes: ["GET /status", OWN] }, CONTRACT)).toMatchObject({
      kind: "missing",
      witness: { path: "/tenants/{claim:custom:tenant}/orders" },
    });
  });

  it.each<[string, UncheckedStatement[], string]>([
    ["own", [allow(OWN)], "part: own custom:tenant"],
    [
      "own from the clinic",
      [{ ...allow(OWN), condition: CLINIC }],
      "part: own custom:tenant and from 192.0.2.0/24",
    ],
    [
      "own of either claim",
      [allow(OWN), { ...allow("GET /tenants/{claim:sub}/orders"), sid: "Sub" }],
      "part: own custom:tenant; or own sub",
    ],
    ["any", [allow(ANY, OWN)], "yes: "],
  ])("is in the matrix as %s", (_, statements, expected) => {
    const [reach] = reachOf({ group: "tenants", document: documentOf(...statements) }, CONTRACT);
    expect(`${reach?.level}: ${reach?.condition ?? ""}`).toBe(expected);
  });
});

describe("linting", () => {
  it("finds a claim that changes nothing, and none that does", () => {
    const codes = (...routes: string[]) => {
      const { source, compiled } = policyOf("tenants", [allow(...routes)], CONTRACT);
      return lintPolicy(source, compiled, CONTRACT).map(({ code, path }) => `${code} ${path.join(".")}`);
    };
    expect(codes(OWN, "GET /status")).toEqual([]);
    expect(codes(OWN, ANY)).toEqual(["LY302 statements.0.routes.0"]);
  });
});
