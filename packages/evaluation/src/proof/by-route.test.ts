import { bind, compile, type GroupStatement, merge, readContract } from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { document } from "../../test/arbitrary-documents.ts";
import { evaluate, prepare } from "../index.ts";
import { type Access, accessOf } from "./access.ts";
import { SAMPLE_BINDING } from "./binding.ts";
import { compareByRoute, type RouteDifference } from "./by-route.ts";
import { difference } from "./find.ts";
import { contractSpace } from "./space.ts";

const paths = {
  "/pets": { get: {}, post: {} },
  "/pets/{petId}": { get: {}, delete: {} },
  "/status": { get: {} },
};

const CONTRACT = readContract([{ name: "api.yaml", document: { openapi: "3.0.3", paths } }]);
const SPACE = contractSpace(CONTRACT, SAMPLE_BINDING);

const CLINIC = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };

function compiled(...statements: Omit<GroupStatement, "sid">[]): Access {
  const named = statements.map((statement, index) => ({ ...statement, sid: `S${index}` }) as GroupStatement);
  const { document: policy } = compile({ group: "g", description: "d", statements: named }, CONTRACT);
  return accessOf([bind(merge([policy]), SAMPLE_BINDING)]);
}

const allow = (...routes: string[]) => compiled({ effect: "Allow", routes });

function summaryOf({ change, method, operation, gained, lost, onlyTrailingSlash }: RouteDifference): string {
  const sides = [gained && `+${gained.path}`, lost && `-${lost.path}`].filter((side) => side !== undefined);
  return [change, method, operation?.template, ...sides, ...(onlyTrailingSlash ? ["slash"] : [])].join(" ");
}

describe("between two policies", () => {
  it.each<[string, Access, Access, string[]]>([
    ["a route more", allow("GET /pets"), allow("GET /pets", "POST /pets"), ["gained POST /pets +/pets"]],
    ["a route less", allow("GET /pets", "GET /status"), allow("GET /pets"), ["lost GET /status -/status"]],
    ["the same in another order", allow("GET /pets", "GET /status"), allow("GET /status", "GET /pets"), []],
    [
      "a wider wildcard",
      allow("GET /pets/{petId}"),
      allow("ANY /pets/**"),
      ["gained DELETE /pets/{petId} +/pets/x"],
    ],
    [
      "a condition less",
      compiled({ effect: "Allow", routes: ["GET /status"], condition: CLINIC }),
      allow("GET /status"),
      ["condition GET /status +/status"],
    ],
    [
      "a condition more",
      allow("GET /status"),
      compiled({ effect: "Allow", routes: ["GET /status"], condition: CLINIC }),
      ["condition GET /status -/status"],
    ],
    [
      "another condition",
      compiled({ effect: "Allow", routes: ["GET /status"], condition: CLINIC }),
      compiled({
        effect: "Allow",
        routes: ["GET /status"],
        condition: { IpAddress: { "aws:SourceIp": ["192.0.2.128/25", "198.51.100.0/24"] } },
      }),
      ["condition GET /status +/status -/status"],
    ],
    [
      "a Deny",
      allow("ANY /pets/**"),
      compiled(
        { effect: "Allow", routes: ["ANY /pets/**"] },
        { effect: "Deny", routes: ["DELETE /pets/{petId}"] },
      ),
      ["lost DELETE /pets/{petId} -/pets/x"],
    ],
    [
      "a spelling that makes no difference to the route",
      allow("GET /status"),
      allow("GET /**"),
      ["gained GET /pets +/pets", "gained GET /pets/{petId} +/pets/x", "gained GET /status +/status/ slash"],
    ],
  ])("%s", (_, base, head, expected) => {
    expect(compareByRoute(base, head, SPACE).map(summaryOf)).toEqual(expected);
  });
});

describe("between any two documents", () => {
  it("there are differences if and only if one allows what the other does not, and each has its witness", () => {
    fc.assert(
      fc.property(document, document, (a, b) => {
        const [base, head] = [accessOf([a]), accessOf([b])];
        const differences = compareByRoute(base, head, SPACE);
        for (const { gained, lost } of differences) {
          if (gained) expect([decision(a, gained), decision(b, gained)]).toEqual([false, true]);
          if (lost) expect([decision(a, lost), decision(b, lost)]).toEqual([true, false]);
        }
        const [isWider, isNarrower] = [difference(head, base, SPACE), difference(base, head, SPACE)];
        expect(differences.some(({ gained }) => gained)).toBe(isWider !== undefined);
        expect(differences.some(({ lost }) => lost)).toBe(isNarrower !== undefined);
      }),
      { numRuns: 500 },
    );
  });
});

function decision(
  policy: Parameters<typeof prepare>[0][number],
  { request }: { request: Parameters<typeof evaluate>[1] },
) {
  return evaluate(prepare([policy]), request).decision === "allowed";
}
