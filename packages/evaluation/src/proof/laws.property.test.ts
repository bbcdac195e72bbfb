/**
 * The laws of the algebra over generated documents, held against `evaluate`. `LYCHGATE_LAW_CASES` asks for
 * more cases than the 2,000 of every run; a nightly run has 100,000.
 */
import type { PolicyDocument, Statement } from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { document, request } from "../../test/arbitrary-documents.ts";
import { type EvaluationRequest, evaluate, prepare } from "../index.ts";
import { type Access, accessOf } from "./access.ts";
import { SAMPLE_BINDING } from "./binding.ts";
import { difference, equivalence, findRequest, overlap } from "./find.ts";
import { anyArnSpace, anyPathSpace } from "./space.ts";
import type { Witness } from "./witness.ts";

const CASES = Number(process.env.LYCHGATE_LAW_CASES ?? 2_000);

const SPACE = anyPathSpace(SAMPLE_BINDING);

function allows(documents: readonly PolicyDocument[], asked: EvaluationRequest): boolean {
  return evaluate(prepare(documents), asked).decision === "allowed";
}

/** Holds a property over many pairs of documents; a failure is shrunk and printed with its seed. */
function holds(
  name: string,
  check: (a: PolicyDocument, b: PolicyDocument, asked: readonly EvaluationRequest[]) => void,
): void {
  const requests = fc.array(request, { minLength: 4, maxLength: 8 });
  it(`${name} (${CASES} cases)`, () => {
    fc.assert(fc.property(document, document, requests, check), { numRuns: CASES });
  }, 3_600_000);
}

function onlyIn(witness: Witness | undefined, inside: PolicyDocument, outside: PolicyDocument): void {
  if (!witness) return;
  expect(allows([inside], witness.request)).toBe(true);
  expect(allows([outside], witness.request)).toBe(false);
}

describe("the difference of two documents", () => {
  holds(
    "has a witness that the one allows and the other does not, if any request is so",
    (a, b, requests) => {
      const witness = difference(accessOf([a]), accessOf([b]), SPACE);
      onlyIn(witness, a, b);
      if (witness) return;
      for (const asked of requests) expect(allows([a], asked) && !allows([b], asked)).toBe(false);
    },
  );
});

describe("inclusion", () => {
  holds("is reflexive, antisymmetric, and transitive along unions", (a, b, requests) => {
    const [first, second, union] = [accessOf([a]), accessOf([b]), accessOf([allowsOf(a), allowsOf(b)])];
    expect(difference(first, first, SPACE)).toBeUndefined();
    const { onlyFirst, onlySecond } = equivalence(first, second, SPACE);
    // Without Denies, what one document allows is a part of the union, and of whatever holds the union.
    expect(difference(first, union, SPACE)).toBeUndefined();
    expect(difference(second, union, SPACE)).toBeUndefined();
    if (onlyFirst || onlySecond) return;
    for (const asked of requests) expect(allows([a], asked)).toBe(allows([b], asked));
    expect(findRequest(SPACE, [first, second], ([x, y]) => x !== y)).toBeUndefined();
  });

  holds("of a first in a second and of that in a third is that of the first in the third", (a, b) => {
    const chain = [accessOf([a, b]), accessOf([a, allowsOf(b)]), accessOf([allowsOf(a), allowsOf(b)])];
    const isIn = (x: number, y: number) => difference(at(chain, x), at(chain, y), SPACE) === undefined;
    if (isIn(0, 1) && isIn(1, 2)) expect(isIn(0, 2)).toBe(true);
    // A Deny only takes away.
    expect(isIn(0, 1)).toBe(true);
    expect(isIn(1, 2)).toBe(true);
  });
});

describe("De Morgan's laws", () => {
  holds("hold between unions, intersections and complements of documents", (a, b) => {
    const [x, y] = [allowsOf(a), allowsOf(b)];
    const [notX, notY, notBoth] = [complementOf([x]), complementOf([y]), complementOf([x, y])].map((each) =>
      accessOf([each]),
    );
    const all = [accessOf([x]), accessOf([y]), accessOf([x, y]), notX, notY, notBoth].filter(
      (each) => each !== undefined,
    );
    expect(findRequest(SPACE, all, ([inX, inY, inUnion]) => inUnion !== (inX || inY))).toBeUndefined();
    expect(findRequest(SPACE, all, ([inX, , , outX]) => inX === outX)).toBeUndefined();
    expect(
      findRequest(SPACE, all, ([, , , outX, outY, outBoth]) => outBoth !== (outX && outY)),
    ).toBeUndefined();
  });
});

describe("overlap", () => {
  holds("has a witness that both allow, if any request is so, over every ARN too", (a, b, requests) => {
    const [first, second] = [accessOf([a]), accessOf([b])];
    const witness = overlap(first, second, SPACE);
    expect(overlap(second, first, SPACE) === undefined).toBe(witness === undefined);
    if (witness) expect([allows([a], witness.request), allows([b], witness.request)]).toEqual([true, true]);
    else for (const asked of requests) expect(allows([a], asked) && allows([b], asked)).toBe(false);
  });

  it("over every ARN finds what a stage of no special name does not have", () => {
    const resource = "arn:aws:execute-api:us-east-1:444455556666:zzzzzzzzzz/$default/GET/a";
    const access = accessOf([
      { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: resource } },
    ]);
    expect(overlap(access, access, SPACE)).toBeUndefined();
    expect(overlap(access, access, anyArnSpace())?.request.methodArn).toBe(resource);
  });
});

function at(chain: readonly Access[], index: number): Access {
  return chain[index] ?? accessOf([]);
}

function statementsOf({ Statement: statements }: PolicyDocument): readonly Statement[] {
  return Array.isArray(statements) ? statements : [statements];
}

/** The document without its Denies; one that allows nothing when there is nothing else. */
function allowsOf(document: PolicyDocument): PolicyDocument {
  const kept = statementsOf(document).filter(({ Effect }) => Effect === "Allow");
  const nothing: Statement = { Effect: "Deny", Action: "*", Resource: "*" };
  return { Version: "2012-10-17", Statement: kept.length === 0 ? [{ ...nothing, Resource: NOWHERE }] : kept };
}

const NOWHERE = "arn:aws:execute-api:*:*:nowhere/*/*";

/** Everything but what documents without Denies allow. */
function complementOf(documents: readonly PolicyDocument[]): PolicyDocument {
  const taken = documents.flatMap(statementsOf).filter(({ Effect }) => Effect === "Allow");
  const denied = taken.map((statement): Statement => ({ ...statement, Effect: "Deny" }));
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }, ...denied] };
}
