import { evaluate } from "@lychgate/evaluation";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SAMPLE_BUNDLE } from "../../test/sample-bundle.ts";
import { explainRequest } from "./explain-request.ts";
import { evaluationRequestOf, preparedFor } from "./policy-set.ts";

const CLINIC = { "aws:SourceIp": "192.0.2.10" };
const ELSEWHERE = { "aws:SourceIp": "203.0.113.10" };

function explained(groups: readonly string[], request: string, context: Record<string, string> = CLINIC) {
  const [method = "", path = ""] = request.split(" ");
  const { decision, groups: answers } = explainRequest(SAMPLE_BUNDLE, { groups, method, path, context });
  const said = answers.flatMap(({ group, statements }) =>
    statements.map(({ sid, role, isGuard }) => `${group} ${sid}${isGuard ? " guard" : ""}: ${role}`),
  );
  return { decision, said };
}

describe("the groups of a caller", () => {
  it.each([
    [["owners"], "GET /pets/1", CLINIC, "allowed", ["owners SeePets: decides"]],
    [["owners"], "DELETE /pets/1", CLINIC, "implicitDeny", ["owners SeePets: nearly"]],
    [["owners"], "GET /status", CLINIC, "implicitDeny", ["owners SeePets: other"]],
    [["vets"], "DELETE /pets/1", CLINIC, "allowed", ["vets AtTheClinic: decides"]],
    [["vets"], "DELETE /pets/1", ELSEWHERE, "implicitDeny", ["vets AtTheClinic: nearly"]],
    [
      ["vets", "suspended"],
      "DELETE /pets/1",
      CLINIC,
      "explicitDeny",
      ["vets AtTheClinic: matches", "suspended NoChanges: decides", "suspended Status: other"],
    ],
    [
      ["owners"],
      "GET /pets/1/notes",
      CLINIC,
      "explicitDeny",
      ["owners SeePets guard: decides", "owners SeePets: matches"],
    ],
    [
      ["owners", "admins"],
      "GET /pets/1/notes",
      CLINIC,
      "allowed",
      ["owners SeePets: matches", "owners SeePets guard: matches", "admins Everything: decides"],
    ],
    [
      ["owners", "admins", "suspended"],
      "GET /pets/1/notes",
      CLINIC,
      "explicitDeny",
      [
        "owners SeePets: matches",
        "owners SeePets guard: matches",
        "admins Everything: matches",
        "suspended NoChanges: decides",
        "suspended Status: other",
      ],
    ],
    [["nobody"], "GET /pets", CLINIC, "explicitDeny", []],
    [[], "GET /pets", CLINIC, "explicitDeny", []],
  ] as const)("%j: %s from %j", (groups, request, context, decision, said) => {
    expect(explained(groups, request, context)).toEqual({ decision, said });
  });

  it("have the places of their statements", () => {
    const request = { groups: ["suspended"], method: "GET", path: "/status", context: CLINIC };
    const [group] = explainRequest(SAMPLE_BUNDLE, request).groups;
    expect(group?.statements.map(({ sid, line }) => [sid, line])).toEqual([
      ["Status", 4],
      ["NoChanges", 3],
    ]);
  });

  it("are each told once", () => {
    expect(explained(["owners", "owners"], "GET /pets").said).toEqual(["owners SeePets: decides"]);
  });
});

it("says which operation serves a request, and that none does", () => {
  const served = (method: string, path: string) =>
    explainRequest(SAMPLE_BUNDLE, { groups: ["admins"], method, path, context: CLINIC }).operation?.template;
  expect(served("GET", "/pets/1")).toBe("/pets/{petId}");
  expect(served("PUT", "/pets/1")).toBeUndefined();
  expect(served("GET", "/elsewhere")).toBeUndefined();
});

it("decides as the authorizer's result is evaluated, and names who decides", () => {
  const groups = fc.subarray([...SAMPLE_BUNDLE.matrix.groups, "nobody"]);
  const method = fc.constantFrom("GET", "POST", "DELETE", "PUT");
  const path = fc.constantFrom("/pets", "/pets/1", "/pets/1/notes", "/status", "/pets/", "/x");
  const contexts = fc.constantFrom(CLINIC, ELSEWHERE, {}, { "aws:UserAgent": "clinic-app/2" });
  fc.assert(
    fc.property(groups, method, path, contexts, (ofCaller, verb, to, context) => {
      const request = { groups: ofCaller, method: verb, path: to, context };
      const answer = explainRequest(SAMPLE_BUNDLE, request);
      const { prepared } = preparedFor(SAMPLE_BUNDLE, ofCaller);
      const { decision, statements } = evaluate(prepared, evaluationRequestOf(request));
      expect(answer.decision).toBe(decision);
      const deciding = answer.groups.flatMap((each) =>
        each.statements.filter(({ role }) => role === "decides"),
      );
      expect(deciding.length > 0).toBe(statements.some(({ sid }) => sid !== undefined));
      const effects = new Set(deciding.map(({ effect }) => effect));
      expect(effects.size).toBeLessThan(2);
      expect(effects.has("Allow")).toBe(decision === "allowed");
    }),
  );
});

it("takes a request without a time for one that is made now", () => {
  const asked = { method: "GET", path: "/pets", context: {} };
  expect(evaluationRequestOf(asked, Date.UTC(2026, 10, 3)).context).toEqual({
    "aws:CurrentTime": "2026-11-03T00:00:00.000Z",
    "aws:EpochTime": "1793664000",
    "aws:SecureTransport": "true",
  });
  const epoch = { ...asked, context: { "aws:EpochTime": "1793664000" } };
  expect(evaluationRequestOf(epoch, 0).context?.["aws:CurrentTime"]).toBe("2026-11-03T00:00:00.000Z");
});
