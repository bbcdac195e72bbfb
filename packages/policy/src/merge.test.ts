import { describe, expect, it } from "vitest";
import { contractOf } from "../test/contract-of.ts";
import { compile } from "./compile.ts";
import { bindingOf, UNBOUND_PREFIX } from "./execute-api-arn.ts";
import type { UncheckedStatement } from "./group-policy.ts";
import { matches } from "./language/automaton.ts";
import { wildcardTokens } from "./language/token.ts";
import { bind, DENY_ALL, merge } from "./merge.ts";
import type { CanonicalDocument, CanonicalStatement } from "./policy-document.ts";

const CLINIC = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };
const PETS = contractOf("GET /pets", "GET /pets/{petId}", "GET /pets/mine", "GET /pets/{petId}/toys");

function statement(Effect: "Allow" | "Deny", Sid: string, resources: string, rest = {}): CanonicalStatement {
  const Resource = resources
    .split(" ")
    .map((text) => (/^(arn:|\*$)/.test(text) ? text : UNBOUND_PREFIX + text));
  return { Sid, Effect, Action: ["execute-api:Invoke"], Resource, ...rest };
}

function document(...statements: CanonicalStatement[]): CanonicalDocument {
  return { Version: "2012-10-17", Statement: statements };
}

function policy(...parts: Partial<UncheckedStatement>[]): CanonicalDocument {
  const statements = parts.map(
    (part, index): UncheckedStatement => ({ sid: `S${index + 1}`, effect: "Allow", ...part }),
  );
  return compile({ group: "readers", description: "Readers", statements }, PETS).document;
}

/** Each statement as a line: `Allow S1: GET/pets`. */
function lines({ Statement }: CanonicalDocument): string[] {
  return Statement.map(({ Effect, Sid, Resource = [] }) => {
    return `${Effect} ${Sid}: ${Resource.map((text) => text.replace(UNBOUND_PREFIX, "")).join(" ")}`;
  });
}

describe("a merge", () => {
  const one = document(statement("Allow", "A", "GET/pets"));
  const two = document(statement("Allow", "B", "GET/toys"), statement("Deny", "C", "GET/pets"));

  it("has the statements of every document", () => {
    expect(lines(merge([one, two]))).toEqual(["Allow A: GET/pets", "Allow B: GET/toys", "Deny C: GET/pets"]);
  });

  it("does not depend on the order of the documents", () => {
    expect(merge([two, one])).toEqual(merge([one, two]));
  });

  it("has a statement once that two documents share", () => {
    expect(merge([one, document(...one.Statement)])).toEqual(one);
  });

  it("of nothing has no statements", () => {
    expect(merge([])).toEqual(document());
  });

  it("keeps Sids distinct, even from those that it makes up", () => {
    const merged = merge([
      document(statement("Allow", "A", "GET/a")),
      document(statement("Allow", "A", "GET/b")),
      document(statement("Allow", "A", "GET/c")),
      document(statement("Allow", "A2", "GET/d")),
    ]);
    expect(lines(merged)).toEqual([
      "Allow A: GET/a",
      "Allow A2: GET/b",
      "Allow A22: GET/d",
      "Allow A3: GET/c",
    ]);
  });

  it("leaves statements without a Sid without one", () => {
    const nameless = (Resource: string[]): CanonicalStatement => ({
      Effect: "Allow",
      Action: ["*"],
      Resource,
    });
    const merged = merge([document(nameless(["a"])), document(nameless(["b"]))]);
    expect(merged.Statement.map(({ Sid }) => Sid)).toEqual([undefined, undefined]);
  });
});

describe("a guard in a merge", () => {
  const guarded = policy({ routes: ["GET /pets/{petId}"] });
  const GUARD =
    "Deny S1LychgateGuard: GET/pets GET/pets/ GET/pets/*/toys GET/pets/*/toys/ GET/pets/mine GET/pets/mine/";

  it("stays when no other group allows what it denies", () => {
    expect(lines(merge([guarded, document(statement("Allow", "B", "POST/pets"))]))).toContain(GUARD);
  });

  it("gives way, pattern by pattern, to what another group allows", () => {
    const other = policy({ routes: ["GET /pets/mine", "GET /pets"] });
    expect(lines(merge([guarded, other]))).toContain(
      "Deny S1LychgateGuard: GET/pets/ GET/pets/*/toys GET/pets/*/toys/ GET/pets/mine/",
    );
  });

  it.each(["*", `${UNBOUND_PREFIX}*`, "arn:aws:execute-api:*:*:*", "GET/*"])(
    "gives way altogether to `%s`",
    (resource) => {
      expect(lines(merge([guarded, document(statement("Allow", "B", resource))])).join()).not.toContain(
        "Guard",
      );
    },
  );

  it("gives way to an allow for any action", () => {
    const other = document(statement("Allow", "B", "*", { Action: ["Execute-API:*"] }));
    expect(lines(merge([guarded, other])).join()).not.toContain("Guard");
  });

  it.each<[string, CanonicalStatement]>([
    ["an allow under a condition", statement("Allow", "B", "*", { Condition: CLINIC })],
    [
      "an allow for another action",
      statement("Allow", "B", "*", { Action: ["execute-api:ManageConnections"] }),
    ],
    [
      "an allow for every action but some",
      { Sid: "B", Effect: "Allow", NotAction: ["execute-api:Manage*"], Resource: ["*"] },
    ],
    [
      "an allow for every resource but some",
      { Sid: "B", Effect: "Allow", Action: ["*"], NotResource: ["x"] },
    ],
    ["an allow for one API", statement("Allow", "B", "arn:aws:execute-api:*:*:abcdef1234/*/*")],
    ["an allow for one stage", statement("Allow", "B", "arn:aws:execute-api:*:*:*/dev/*")],
    [
      "an allow whose star would be another part once bound",
      statement("Allow", "B", "arn:aws:execute-api:*:*:*/*"),
    ],
    ["a deny", statement("Deny", "B", "*")],
  ])("does not give way to %s", (_, other) => {
    expect(lines(merge([guarded, document(other)]))).toContain(GUARD);
  });

  it("does not give way to an allow that another document's own guard cuts at that place", () => {
    const below = policy({ routes: ["GET /pets/**"] });
    const merged = lines(merge([guarded, below]));
    expect(merged).toContain("Deny S1LychgateGuard: GET/pets GET/pets/");
    expect(merged.join()).not.toContain("mine");
  });

  it("does not give way to an allow of its own document", () => {
    const own = document(statement("Allow", "A", "GET/*"), statement("Deny", "ALychgateGuard", "GET/pets"));
    expect(merge([own])).toEqual(own);
  });

  it.each<[string, object]>([
    ["a condition", { Condition: CLINIC }],
    ["another action", { Action: ["*"] }],
    ["exceptions for resources", { Resource: undefined, NotResource: ["GET/pets"] }],
    ["another kind of resource", { Resource: ["*"] }],
    ["one API", { Resource: ["arn:aws:execute-api:*:*:abcdef1234/dev/GET/pets"] }],
    ["a policy variable", { Resource: [`${UNBOUND_PREFIX}GET/\${aws:UserAgent}`] }],
  ])("of a foreign document with %s only looks like one, and stays", (_, rest) => {
    const { Resource, ...lookalike } = { ...statement("Deny", "XLychgateGuard", "GET/pets"), ...rest };
    const foreign = document(Resource === undefined ? lookalike : { ...lookalike, Resource });
    const merged = merge([foreign, document(statement("Allow", "B", "*"))]);
    expect(merged.Statement).toContainEqual(foreign.Statement[0]);
  });

  it("is not an author's Deny, which stays whatever others allow", () => {
    const denying = policy({ effect: "Deny", routes: ["GET /pets"] });
    expect(lines(merge([denying, document(statement("Allow", "B", "*"))]))).toContain(
      "Deny S1: GET/pets GET/pets/",
    );
  });
});

describe("a bound document", () => {
  const DEV = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/";
  const binding = { prefix: DEV };

  function bound(effect: "Allow" | "Deny", resource: string): readonly string[] {
    const all = bind(document(statement(effect, "A", resource)), binding).Statement;
    return all.flatMap(({ Resource = [] }) => Resource);
  }

  it.each([
    ["*", `${DEV}*`],
    ["arn:aws:execute-api:*:*:*", `${DEV}*`],
    ["arn:aws:execute-api:*:*:*/*/*", `${DEV}*`],
    ["arn:aws:execute-api:*:*:*/*/GET/pets/*", `${DEV}GET/pets/*`],
    ["arn:aws:execute-api:*:*:*/*/*/pets", `${DEV}*/pets`],
    ["arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/GET/pets", `${DEV}GET/pets`],
    ["arn:aws:execute-api:eu-west-1:*:abcdef1234/*/GET/a:b", `${DEV}GET/a:b`],
  ])("names its own API and stage in place of `%s`, whether it allows or denies", (resource, expected) => {
    expect(bound("Allow", resource)).toEqual([expected]);
    expect(bound("Deny", resource)).toEqual([expected]);
  });

  it("leaves out what a star before the path would swallow", () => {
    const resource = "arn:aws:execute-api:*:*:*/*/GET/petstore/v2/status";
    const smuggled = `${DEV}DELETE/x/GET/petstore/v2/status`;
    expect(matches(wildcardTokens(resource), smuggled)).toBe(true);
    expect(bound("Allow", resource).filter((each) => matches(wildcardTokens(each), smuggled))).toEqual([]);
  });

  it.each([
    "arn:aws:execute-api:us-east-1:*:*/*/GET/pets",
    "arn:aws:execute-api:*:999999999999:*/*/GET/pets",
    "arn:aws:execute-api:*:*:other12345/dev/GET/pets",
    "arn:aws:execute-api:*:*:abcdef1234/prod/GET/pets",
    "arn:aws:execute-api:*:*:*/$default/GET/pets",
    "arn:aws-cn:execute-api:*:*:*/*/GET/pets",
  ])("has no Allow for elsewhere: `%s`; a Deny stays as it is", (resource) => {
    expect(bind(document(statement("Allow", "A", resource)), binding).Statement).toEqual([]);
    expect(bound("Deny", resource)).toEqual([resource]);
  });

  it("keeps of a statement what is not for elsewhere", () => {
    const resources = "arn:aws:execute-api:*:*:other12345/dev/GET/a GET/b";
    expect(bound("Allow", resources)).toEqual([`${DEV}GET/b`]);
  });

  it.each([
    "arn:aws:execute-api:eu-*:*:*/*/GET/pets",
    "arn:aws:execute-api:*:*:abc*/dev/GET/pets",
    "arn:aws:execute-api:*:*:abcdef1234/d?v/GET/pets",
    "arn:aws:execute-api:*:*:abcdef1234/*",
    "arn:aws:execute-api:*:*:*/GET/pets",
    "arn:aws:execute-api:eu-west-1:111122223333:*",
    "arn:aws-cn:execute-api:*:*:*",
    `arn:aws:execute-api:*:*:*/\${aws:Referer}/GET/pets`,
  ])("says no less than before where `%s` is not of the plain form", (resource) => {
    expect(bound("Deny", resource)).toEqual([resource]);
  });

  it("is bound to the partition of its method ARN, though it is stored for `aws`", () => {
    const china = bindingOf("arn:aws-cn:execute-api:cn-north-1:111122223333:abcdef1234/dev/GET/x");
    if (!china) throw new Error("expected a method ARN");
    const resources = [UNBOUND_PREFIX, "arn:aws-cn:execute-api:*:*:*/*/"].map(
      (prefix) => `${prefix}GET/pets`,
    );
    const { Statement } = bind(document(statement("Allow", "A", resources.join(" "))), china);
    expect(Statement[0]?.Resource).toEqual([`${china.prefix}GET/pets`]);
  });

  it("leaves NotResource untouched", () => {
    const but: CanonicalStatement = {
      Effect: "Deny",
      Action: ["*"],
      NotResource: [`${UNBOUND_PREFIX}GET/pets`],
    };
    expect(bind(document(but), binding)).toEqual(document(but));
  });

  it("keeps Sid, action and condition", () => {
    const only = statement("Allow", "A", "GET/pets", { Condition: CLINIC });
    expect(bind(document(only), binding)).toEqual(document({ ...only, Resource: [`${DEV}GET/pets`] }));
  });

  it("denies everything where no policy lets a caller in", () => {
    expect(bind(DENY_ALL, binding).Statement).toEqual([
      { Sid: "DenyAll", Effect: "Deny", Action: ["*"], Resource: [`${DEV}*`] },
    ]);
  });
});
