import { compile, namedOperations, nameOfOperation, PolicyError, routesOf } from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowing, CLINIC, PETS } from "../../test/covered-policies.ts";
import { boundDocument } from "../bound-document.ts";
import { evaluate, prepare } from "../evaluate.ts";
import { findSurprise } from "./exact-access.ts";

const HERE = { IpAddress: { "aws:SourceIp": ["192.0.2.10"] } };
const ELSEWHERE = { IpAddress: { "aws:SourceIp": ["203.0.113.10"] } };

function surprise(
  documents: Parameters<typeof findSurprise>[0],
  routes: readonly string[],
  when?: typeof HERE,
): string | undefined {
  const found = findSurprise(documents, { routes, ...(when && { when }) }, PETS);
  return found && `${found.kind} ${found.witness.method} ${found.witness.path}`;
}

describe("exact access", () => {
  it.each([
    ["the routes that are open", ["GET /pets", "GET /pets/{petId}"], undefined],
    ["the same, written otherwise", ["GET /pets", "GET /pets/*"], undefined],
    ["one too few", ["GET /pets"], "extra GET /pets/x"],
    ["one too many", ["GET /pets", "GET /pets/{petId}", "GET /status"], "missing GET /status"],
    ["none", [], "extra GET /pets"],
  ])("of two routes, held against %s", (_, routes, expected) => {
    expect(surprise([allowing(["GET /pets", "GET /pets/{petId}"])], routes)).toBe(expected);
  });

  it("holds for every circumstance unless some are given", () => {
    const documents = [allowing(["GET /status"], CLINIC)];
    expect(surprise(documents, ["GET /status"])).toBe("missing GET /status");
    expect(surprise(documents, ["GET /status"], HERE)).toBeUndefined();
    expect(surprise(documents, [])).toBe("extra GET /status");
    expect(surprise(documents, [], ELSEWHERE)).toBeUndefined();
    expect(surprise(documents, ["GET /status"], ELSEWHERE)).toBe("missing GET /status");
  });

  it("is that of all groups together", () => {
    const documents = [allowing(["GET /pets"]), allowing(["GET /status"])];
    expect(surprise(documents, ["GET /pets", "GET /status"])).toBeUndefined();
  });

  it("is refused for a route that no API has", () => {
    expect(() => surprise([allowing(["GET /pets"])], ["GET /pet"])).toThrow(
      "no API has the route `GET /pet`",
    );
  });

  it("agrees with the compiler, and its surprises with the evaluator", () => {
    const lists = fc.subarray(routesOf(PETS), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(lists, lists, (routes, others) => {
        const document = compiledOrNone(routes);
        fc.pre(document !== undefined);
        expect(findSurprise([document], { routes }, PETS)).toBeUndefined();
        const found = findSurprise([document], { routes: others }, PETS);
        if (!found) {
          expect(namesOf(others)).toEqual(namesOf(routes));
          return;
        }
        const { request, method, path } = found.witness;
        const prefix = request.methodArn.slice(0, -`${method}${path}`.length);
        const { decision } = evaluate(prepare([boundDocument([document], { prefix })]), request);
        expect(decision === "allowed").toBe(found.kind === "extra");
      }),
      { numRuns: 60 },
    );
  });
});

function namesOf(routes: readonly string[]): ReadonlySet<string> {
  return new Set(routes.flatMap((route) => namedOperations(route, PETS)).map(nameOfOperation));
}

function compiledOrNone(routes: string[]) {
  try {
    const statements = [{ sid: "Only", effect: "Allow" as const, routes }];
    return compile({ group: "readers", description: "A group.", statements }, PETS).document;
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}
