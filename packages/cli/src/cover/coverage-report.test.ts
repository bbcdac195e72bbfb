import type { Expectation } from "@lychgate/evaluation";
import { describe, expect, it } from "vitest";
import { createRepository, policyModule, READERS } from "../../test/temp-repository.ts";
import { loadRepository } from "../repository.ts";
import { coverageHtml } from "./coverage-html.ts";
import { coverageReport } from "./coverage-report.ts";
import { coverageText } from "./coverage-text.ts";
import { noticesOf } from "./guardrail-notices.ts";
import { shareOf } from "./share.ts";

const REPOSITORY = loadRepository(createRepository().root);

function asking(request: string, allowed: boolean, ip: string): Expectation {
  const methodArn = `arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/${request.replace(" ", "")}`;
  const context = { "aws:SourceIp": ip };
  return { kind: "request", groups: ["readers"], allowed, request: { methodArn, context } };
}

const REPORT = coverageReport(REPOSITORY, {
  expectations: [
    asking("GET /things/1", true, "192.0.2.10"),
    asking("GET /things/1", false, "203.0.113.10"),
    asking("DELETE /things/1", false, "192.0.2.10"),
  ],
});

describe("a coverage report", () => {
  it("says who reaches each route", () => {
    expect(REPORT.routes).toMatchObject({ covered: 2, total: 3, percent: 66.6 });
    expect(REPORT.routes.operations).toEqual([
      { route: "GET /things", groups: [{ group: "readers", level: "yes" }] },
      { route: "DELETE /things/{thingId}", groups: [] },
      {
        route: "GET /things/{thingId}",
        groups: [{ group: "readers", level: "if", condition: "from 192.0.2.0/24" }],
      },
    ]);
  });

  it("says which statements the tests use, and where they stand", () => {
    const place = { group: "readers", effect: "Allow", file: "policies/readers.ts" };
    expect(REPORT.statements).toEqual({
      covered: 1,
      total: 2,
      percent: 50,
      all: [
        { ...place, sid: "ReadList", exercised: false, line: 5 },
        { ...place, sid: "ReadOne", exercised: true, line: 6 },
      ],
    });
  });

  it("says which changes nothing notices, and a test that would", () => {
    const survivors = REPORT.mutation.mutants.filter(({ outcome }) => outcome === "survived");
    const sids = new Set(survivors.map(({ sid }) => sid));
    expect([...sids]).toEqual(["ReadList"]);
    expect(survivors).toContainEqual({
      group: "readers",
      sid: "ReadList",
      kind: "statement dropped",
      detail: "",
      outcome: "survived",
      suggestion: expect.stringMatching(
        /^expect\(group\("readers"\)\)\.toAllow\("GET \/things", \{ sourceIp: "/,
      ),
      file: "policies/readers.ts",
      line: 5,
    });
  });

  it("reads on a terminal", () => {
    const lines = coverageText(REPORT).split("\n");
    expect(lines.slice(0, 2)).toEqual([
      "routes that a group reaches            2 of 3 (66.6%)",
      "statements that a policy test uses     1 of 2 (50%)",
    ]);
    expect(lines).toContain("  GET /things/{thingId}: readers from 192.0.2.0/24");
    expect(lines).toContain("  DELETE /things/{thingId}: nobody");
    expect(lines).toContain("  policies/readers.ts:5  Allow ReadList");
    expect(lines).toContain("  policies/readers.ts:5  ReadList: effect flipped: Allow → Deny");
  });

  it("reads as a page that runs nothing and holds no markup of others", () => {
    const html = coverageHtml({
      ...REPORT,
      routes: { ...shareOf(0, 1), operations: [{ route: "<script>alert('&')</script>", groups: [] }] },
    });
    expect(html).not.toMatch(/<script|src=|href=/);
    expect(html).toContain("<td>&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</td>");
    expect(html).toContain("<td>policies/readers.ts:6</td><td>Allow ReadOne</td><td>used</td>");
  });
});

describe("the guardrails of a repository", () => {
  const GUARDRAILS = `export default [
  { id: "Nobody", reason: "Things stay.", owner: "us", never: { routes: ["DELETE /**"] } },
  { id: "Broken", reason: "It is.", owner: "us", never: { routes: ["GET /things"] } },
];
`;

  it("notice a change that breaks one, but for those that are broken as it is", () => {
    const { root, write } = createRepository({ "policies/guardrails.ts": GUARDRAILS });
    const notices = noticesOf(loadRepository(root));
    write({ "policies/readers.ts": READERS.replace("GET /things/{thingId}", "ANY /things/{thingId}") });
    const changed = loadRepository(root).policies.map(({ compiled }) => compiled);
    expect(notices?.(changed)).toBe("Nobody");
    expect(notices?.(REPOSITORY.policies.map(({ compiled }) => compiled))).toBeUndefined();
  });

  it("notice nothing where there are none, and are refused where they are not valid", () => {
    expect(noticesOf(REPOSITORY)).toBeUndefined();
    const { root } = createRepository({
      "policies/guardrails.ts": GUARDRAILS.replace('owner: "us"', "owner: 7"),
      "policies/deleters.ts": policyModule("deleters", ["DELETE /**"]),
    });
    expect(() => noticesOf(loadRepository(root))).toThrow(/^policies\/guardrails\.ts:\d+: /);
  });
});

it.each([
  [0, 0, 100],
  [999, 1000, 99.9],
  [2999, 3000, 99.9],
  [1, 3, 33.3],
  [3, 3, 100],
])("%i of %i are %d percent", (covered, total, percent) => {
  expect(shareOf(covered, total).percent).toBe(percent);
});
