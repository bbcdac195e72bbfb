import { describe, expect, it } from "vitest";
import { SAMPLE_BUNDLE } from "../../test/sample-bundle.ts";
import { explainRequest } from "./explain-request.ts";
import { groupText, routeText, statementText, verdictText } from "./words.ts";

function asked(groups: readonly string[], request: string, context: Record<string, string> = {}) {
  const [method = "", path = ""] = request.split(" ");
  const whole = { groups, method, path, context };
  return { whole, answer: explainRequest(SAMPLE_BUNDLE, whole) };
}

describe("a verdict", () => {
  it.each([
    [
      ["owners"],
      "GET /pets",
      "a member of `owners` may `GET /pets` from 192.0.2.10: allowed by `SeePets` of `owners`",
    ],
    [
      ["owners"],
      "DELETE /pets/1",
      "a member of `owners` may not `DELETE /pets/1` from 192.0.2.10: no statement allows it",
    ],
    [
      ["vets", "admins", "suspended"],
      "POST /pets",
      "a member of `vets`, `admins` and `suspended` may not `POST /pets` from 192.0.2.10: denied by `NoChanges` of `suspended`",
    ],
    [
      ["vets", "admins"],
      "GET /pets",
      "a member of `vets` and `admins` may `GET /pets` from 192.0.2.10: allowed by `AtTheClinic` of `vets` and `Everything` of `admins`",
    ],
    [["x"], "GET /pets", "a member of `x` may not `GET /pets` from 192.0.2.10: the group has no policy"],
    [
      ["x", "y"],
      "GET /pets",
      "a member of `x` and `y` may not `GET /pets` from 192.0.2.10: none of the groups has a policy",
    ],
    [
      [],
      "GET /pets",
      "a caller without groups may not `GET /pets` from 192.0.2.10: only policies of groups let anybody in",
    ],
    [
      ["admins"],
      "GET /cats",
      "nobody may `GET /cats`: no API has this route, so API Gateway answers 403 Missing Authentication Token",
    ],
  ] as const)("of %j, %s", (groups, request, text) => {
    const { answer, whole } = asked(groups, request, { "aws:SourceIp": "192.0.2.10" });
    expect(verdictText(answer, whole)).toBe(text);
  });

  it("tells the circumstances that are asked about", () => {
    const context = {
      "aws:CurrentTime": "2026-11-03",
      "aws:UserAgent": "curl",
      "aws:Referer": "https://a.example",
    };
    const { answer, whole } = asked(["temps"], "GET /pets/1", context);
    expect(verdictText(answer, whole)).toContain(
      "at 2026-11-03, with the User-Agent `curl`, with the Referer",
    );
  });
});

describe("a statement", () => {
  it.each([
    [["owners"], "GET /pets", {}, "allows it"],
    [["suspended"], "POST /pets", {}, "denies it"],
    [["owners"], "DELETE /pets/1", {}, "allows GET here, not this method"],
    [["owners"], "GET /status", {}, "is about other routes"],
    [["admins", "suspended"], "POST /pets", {}, "allows it, but a Deny goes before"],
    [
      ["vets"],
      "GET /pets",
      { "aws:SourceIp": "203.0.113.10" },
      "allows it only from 192.0.2.0/24; this request comes from 203.0.113.10",
    ],
    [["vets"], "GET /pets", {}, "allows it only from 192.0.2.0/24; this request has no `aws:SourceIp`"],
    [
      ["temps"],
      "GET /pets/1",
      { "aws:CurrentTime": "2027-06-01T00:00:00Z" },
      "allows it only before 2027-01-01; this request is made at 2027-06-01T00:00:00Z",
    ],
    [
      ["temps"],
      "GET /pets/1",
      { "aws:CurrentTime": "2026-06-01T00:00:00Z", "aws:UserAgent": "curl/8" },
      "allows it only where `StringLike aws:UserAgent clinic-app/*`; this request has the User-Agent `curl/8`",
    ],
  ])("of %j, asked about %s with %j, %s", (groups, request, context, text) => {
    const [statement] = asked(groups, request, context).answer.groups[0]?.statements ?? [];
    expect(statement && statementText(statement)).toBe(text);
  });
});

it("says of a guard that its statement is taken back, and where it gives way", () => {
  const said = (groups: string[]) => {
    const { answer, whole } = asked(groups, "GET /pets/1/notes");
    const [owners] = answer.groups;
    return [verdictText(answer, whole), ...(owners?.statements ?? []).map(statementText)];
  };
  expect(said(["owners"])).toEqual([
    "a member of `owners` may not `GET /pets/1/notes`: denied by the guard of `SeePets` of `owners`",
    "takes this back from the statement's pattern",
    "allows it, but a Deny goes before",
  ]);
  expect(said(["owners", "admins"])).toEqual([
    "a member of `owners` and `admins` may `GET /pets/1/notes`: allowed by `Everything` of `admins`",
    "allows it, but a Deny goes before",
    "would deny it, but gives way: another group allows all that it takes back",
  ]);
});

it("says of an API that the policies are not about that they are not", () => {
  const document = { openapi: "3.0.3", paths: { "/demo": { get: {} } } };
  const bundle = { ...SAMPLE_BUNDLE, apis: [...SAMPLE_BUNDLE.apis, { file: "demo.yaml", document }] };
  const request = { groups: ["admins"], method: "GET", path: "/demo", context: {} };
  expect(verdictText(explainRequest(bundle, request), request)).toBe(
    "`demo.yaml` has `GET /demo`, and the groups' policies are not about that API",
  );
});

it("says of each group what it does by itself", () => {
  const { answer } = asked(["admins", "suspended", "owners", "x"], "POST /pets");
  expect(answer.groups.map(groupText)).toEqual([
    "by itself allows it",
    "by itself denies it",
    "by itself does not allow it",
    "has no policy, so it gives nothing",
  ]);
  expect(routeText(answer)).toBe("`POST /pets`: Add a pet");
});
