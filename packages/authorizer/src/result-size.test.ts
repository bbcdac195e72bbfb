import { accessOf, anyPathSpace, equivalence, evaluate, prepare } from "@lychgate/evaluation";
import type { CanonicalDocument, CanonicalStatement } from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectEvent, DEV } from "../test/events.ts";
import { itemOf, statementOf } from "../test/policies.ts";
import { createSystem } from "../test/system.ts";
import { AuthorizerFault } from "./errors.ts";
import { COMPACTIONS, fitInto, fitWebSocket } from "./result-size.ts";

const NAME = "$" + "{aws:username}";

function statement(Sid: string, Effect: "Allow" | "Deny", tails: string, rest = {}): CanonicalStatement {
  const Resource = tails.split(" ").map((tail) => (tail === "*" ? tail : DEV + tail));
  return { Sid, Effect, Action: ["execute-api:Invoke"], Resource, ...rest };
}

const CLINIC = { Condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } } };
const CURL = { Condition: { StringLike: { "aws:UserAgent": ["curl/*"] } } };

/** A statement in short: `Allow A: GET/a GET/b`. */
function line({ Effect, Sid = "-", Resource = [], NotResource, Condition }: CanonicalStatement): string {
  const about = (NotResource ?? Resource).map((resource) => resource.replace(DEV, "")).join(" ");
  return `${Effect} ${Sid}:${NotResource ? " not" : ""} ${about}${Condition ? " if" : ""}`;
}

describe("a compaction", () => {
  it.each<[keyof typeof COMPACTIONS, string, CanonicalStatement[], string[]]>([
    [
      "withoutDuplicates",
      "keeps one of the statements that differ in their Sid alone",
      [
        statement("A", "Allow", "GET/a"),
        statement("B", "Allow", "GET/a"),
        statement("C", "Deny", "GET/a"),
        statement("D", "Allow", "GET/a", CLINIC),
      ],
      ["Allow A: GET/a", "Deny C: GET/a", "Allow D: GET/a if"],
    ],
    [
      "withoutCovered",
      "drops what another statement says too",
      [
        statement("A", "Allow", "GET/a GET/b"),
        statement("B", "Allow", "GET/a* POST/x"),
        statement("C", "Deny", "GET/a"),
      ],
      ["Allow A: GET/b", "Allow B: GET/a* POST/x", "Deny C: GET/a"],
    ],
    [
      "withoutCovered",
      "drops what holds under a condition and without one, never the other way round",
      [
        statement("A", "Allow", "GET/a", CLINIC),
        statement("B", "Allow", "GET/*"),
        statement("C", "Deny", "*", CLINIC),
        statement("D", "Deny", "GET/a"),
        statement("E", "Deny", "GET/a", CURL),
      ],
      ["Allow B: GET/*", "Deny C: * if", "Deny D: GET/a"],
    ],
    [
      "withoutCovered",
      "takes a variable for any text, and a pattern with one for nothing but itself",
      [
        statement("A", "Allow", `GET/${NAME} GET/a/${NAME}/b`),
        statement("B", "Allow", `GET/a/* GET/${"?".repeat(NAME.length)} GET/$* GET/${NAME}/*`),
        statement("C", "Allow", `GET/${NAME}/b GET/${NAME}`),
      ],
      [
        `Allow B: GET/a/* GET/${"?".repeat(NAME.length)} GET/$* GET/${NAME}/*`,
        `Allow C: GET/${NAME}/b GET/${NAME}`,
      ],
    ],
    [
      "withoutCovered",
      "drops one of two that cover each other, also within a statement",
      [statement("A", "Allow", "GET/* GET/**"), statement("B", "Allow", "GET/*")],
      ["Allow B: GET/*"],
    ],
    [
      "withoutCovered",
      "does not let a star of one part of an ARN stand for the next part",
      [
        { ...statement("A", "Allow", "*"), Resource: ["arn:aws:execute-api:*:x/GET/a"] },
        { ...statement("B", "Allow", "*"), Resource: ["arn:aws:execute-api:*:*:x/GET/a"] },
      ],
      ["Allow A: arn:aws:execute-api:*:x/GET/a", "Allow B: arn:aws:execute-api:*:*:x/GET/a"],
    ],
    [
      "withoutSids",
      "drops Sids",
      [statement("A", "Allow", "GET/a"), statement("B", "Deny", "GET/b")],
      ["Allow -: GET/a", "Deny -: GET/b"],
    ],
    [
      "joined",
      "joins Resources of one Effect, Action and Condition, and no others",
      [
        statement("A", "Allow", "GET/a"),
        statement("B", "Deny", "GET/b"),
        statement("C", "Allow", "GET/c GET/a"),
        statement("D", "Allow", "GET/d", CLINIC),
        { Sid: "E", Effect: "Allow", Action: ["execute-api:Invoke"], NotResource: ["*"] },
        { Sid: "F", Effect: "Allow", Action: ["execute-api:Invoke"], NotResource: ["*"] },
        { ...statement("G", "Allow", "GET/g"), Action: ["execute-api:*"] },
      ],
      [
        "Allow A: GET/a GET/c",
        "Deny B: GET/b",
        "Allow D: GET/d if",
        "Allow E: not *",
        "Allow F: not *",
        "Allow G: GET/g",
      ],
    ],
  ])("%s %s", (name, _, statements, expected) => {
    expect(COMPACTIONS[name](statements).map(line)).toEqual(expected);
  });
});

describe("the meaning of statements", () => {
  const TAILS = [
    "*",
    "GET/*",
    "*/a",
    "GET/a",
    "GET/a/*",
    "GET/a*",
    "GET/?",
    "GET/*/b",
    "POST/*",
    "GET/a/?/b",
  ];
  const VARIABLES = [`GET/${NAME}`, `GET/${NAME}/*`, `GET/a/${NAME}`];
  const HEADS = [
    DEV,
    DEV,
    DEV,
    "arn:aws:execute-api:*:*:*/*/",
    "arn:aws:execute-api:eu-west-?:*:abcdef1234/",
  ];
  const resource = (tails: readonly string[]) =>
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc
          .tuple(fc.constantFrom(...HEADS), fc.constantFrom(...tails))
          .map(([head, tail]) => head + tail),
      },
      { weight: 1, arbitrary: fc.constant("*") },
    );
  const statementIn = (tails: readonly string[]): fc.Arbitrary<CanonicalStatement> =>
    fc
      .record({
        Effect: fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const),
        action: fc.constantFrom("execute-api:Invoke", "execute-api:*", "s3:GetObject"),
        isNotAction: fc.nat(7).map((number) => number === 0),
        resources: fc.uniqueArray(resource(tails), { minLength: 1, maxLength: 4 }),
        isNotResource: fc.nat(7).map((number) => number === 0),
        rest: fc.constantFrom({}, {}, CLINIC, CURL),
      })
      .map(({ Effect, action, isNotAction, resources, isNotResource, rest }) => ({
        Sid: `${Effect}${resources.length}`,
        Effect,
        ...(isNotAction ? { NotAction: [action] } : { Action: [action] }),
        ...(isNotResource ? { NotResource: resources } : { Resource: resources }),
        ...rest,
      }));
  const statementsIn = (tails: readonly string[]) =>
    fc.array(statementIn(tails), { minLength: 1, maxLength: 6 });

  const documentOf = (Statement: CanonicalStatement[]): CanonicalDocument => ({
    Version: "2012-10-17",
    Statement,
  });
  const PATHS = ["", "a", "b", "a/", "a/b", "a/x/b", "ana", "ana/b", "a/ana", "aa", "$"];
  const request = fc.record({
    methodArn: fc
      .tuple(
        fc.constantFrom(DEV, DEV.replace("/dev/", "/")),
        fc.constantFrom("GET", "POST"),
        fc.constantFrom(...PATHS),
      )
      .map(([head, method, path]) => `${head}${method}/${path}`),
    context: fc.record(
      {
        "aws:SourceIp": fc.constantFrom("192.0.2.10", "203.0.113.10"),
        "aws:UserAgent": fc.constantFrom("curl/8", "browser"),
        "aws:username": fc.constantFrom("ana", "", "a/b"),
      },
      { requiredKeys: [] },
    ),
  });
  const all = (statements: readonly CanonicalStatement[]) =>
    Object.values(COMPACTIONS).reduce<CanonicalStatement[]>(
      (left, compact) => compact(left),
      [...statements],
    );
  const steps = Object.entries({ ...COMPACTIONS, all });

  it.each(steps)("is the same for random requests after %s", (_, compact) => {
    fc.assert(
      fc.property(
        statementsIn([...TAILS, ...VARIABLES]),
        fc.array(request, { minLength: 20, maxLength: 20 }),
        (statements, requests) => {
          const [before, after] = [statements, compact(statements)].map((each) =>
            prepare([documentOf(each)]),
          );
          if (!before || !after) throw new Error("expected two documents");
          for (const each of requests)
            expect(evaluate(after, each).decision).toBe(evaluate(before, each).decision);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is proved the same for every request of the stage after all of them", () => {
    const space = anyPathSpace({ prefix: DEV });
    fc.assert(
      fc.property(statementsIn(TAILS), (statements) => {
        const after = documentOf(all(statements));
        fc.pre(after.Statement.length > 0);
        const [one, two] = [documentOf(statements), after].map((each) => accessOf([each]));
        if (!one || !two) throw new Error("expected two documents");
        expect(equivalence(one, two, space)).toEqual({});
      }),
      { numRuns: 100 },
    );
  });

  it.each(steps)("takes no more bytes after %s", (_, compact) => {
    fc.assert(
      fc.property(statementsIn(TAILS), (statements) => {
        expect(JSON.stringify(compact(statements)).length).toBeLessThanOrEqual(
          JSON.stringify(statements).length,
        );
      }),
    );
  });
});

describe("statements", () => {
  const many = Array.from({ length: 20 }, (_, index) => statement(`Ä${index}`, "Allow", `GET/a/${index}`));
  const bytes = (statements: readonly unknown[]) => Buffer.byteLength(JSON.stringify(statements));

  it("that fit are given as they are", () => {
    expect(fitInto(many, bytes(many))).toBe(many);
  });

  it("that do not fit are changed step by step, no further than needed", () => {
    const duplicates = [...many, ...many];
    expect(fitInto(duplicates, bytes(duplicates) - 1)).toEqual(many);
    const broader = [...many, statement("B", "Allow", "GET/a/1*")];
    expect(fitInto(broader, bytes(broader) - 1)).toHaveLength(10);
    expect(fitInto(many, bytes(many) - 1)).toEqual(many.map(({ Sid, ...others }) => others));
    const [joined, ...others] = fitInto(many, 2_000);
    expect([joined?.Resource?.length, others]).toEqual([20, []]);
  });

  it("that cannot fit are a fault with the sizes", () => {
    const [joined] = [COMPACTIONS.joined(COMPACTIONS.withoutSids(many))];
    const message = `expected statements of at most 500 bytes, got ${bytes(many)}, or ${bytes(joined)} in their shortest form`;
    expect(() => fitInto(many, 500)).toThrow(new AuthorizerFault("ResultTooLarge", message));
    expect(() => fitInto(many, -1)).toThrow("at most 0 bytes");
  });

  it("are not all compared with each other when they are very many", () => {
    const huge = Array.from({ length: 40_000 }, (_, index) =>
      statement(`S${index}`, "Allow", `GET/${"x".repeat(40)}/${index}/*`),
    );
    expect(() => fitInto(huge, 1_000)).toThrow(AuthorizerFault);
  });
});

describe("a result for a WebSocket API", () => {
  const routes = Array.from({ length: 100 }, (_, index) =>
    statementOf(`Statement${index}`, "Allow", `r${index}`),
  );
  const connect = statementOf("Connect", "Allow", "$connect");
  const answerTo = async (...statements: (typeof connect)[]) => {
    const { authorize, tokenFor } = createSystem({ items: [itemOf("chat", ...statements)] });
    return authorize(connectEvent({ authorization: `Bearer ${tokenFor(["chat"])}` }));
  };

  it("is made to fit into 8 KB, all of it, and still says the same", async () => {
    const result = await answerTo(connect, ...routes);
    expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(8192);
    const decide = (route: string) =>
      evaluate(prepare([result.policyDocument]), {
        methodArn: DEV + route,
        context: { "aws:CurrentTime": new Date().toISOString() },
      }).decision;
    expect(["$connect", "r0", "r99", "r100"].map(decide)).toEqual([
      "allowed",
      "allowed",
      "allowed",
      "implicitDeny",
    ]);
  });

  it("is left alone when it fits", async () => {
    const result = await answerTo(connect);
    expect(result.policyDocument.Statement.map(({ Sid }) => Sid)).toEqual(["Connect", "TokenExpired"]);
  });

  it("is a fault when its context alone is too large, and changes nothing that is shared", () => {
    const policyDocument = { Statement: [statement("A", "Allow", "GET/a")] };
    const result = { principalId: "ana", policyDocument, context: { groups: "g".repeat(8_200) } };
    expect(() => fitWebSocket(result)).toThrow("expected statements of at most 0 bytes");
    expect(result.policyDocument).toBe(policyDocument);
  });
});
