import { compareSpecificity, isHttpMethod, parseTemplate } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import type { ApiMethod, ApiResource, MethodVerb } from "./api-definition.ts";
import { findRoute } from "./router.ts";

const METHOD: Omit<ApiMethod, "verb"> = {
  authorization: { type: "NONE" },
  apiKeyRequired: false,
  integration: { type: "AWS_PROXY", functionName: "f", timeoutInMillis: 29_000 },
};

function resources(...routes: string[]): ApiResource[] {
  const byTemplate = Map.groupBy(routes, (route) => route.split(" ")[1] ?? "");
  return [...byTemplate]
    .map(([template, lines]) => ({
      id: template,
      template,
      segments: parseTemplate(template),
      methods: new Map(lines.map((line) => verbOf(line)).map((verb) => [verb, { verb, ...METHOD }])),
    }))
    .toSorted((a, b) => compareSpecificity(a.segments, b.segments));
}

function verbOf(route: string): MethodVerb {
  const [verb = ""] = route.split(" ");
  return isHttpMethod(verb) ? verb : "ANY";
}

/** The route that serves a line, and its parameters: `GET /pets/{id} id=1`. */
function served(api: readonly ApiResource[], line: string): string {
  const [verb = "", path = ""] = line.split(" ");
  const match = findRoute(api, verb, path);
  if (!match) return "none";
  const parameters = [...match.pathParameters].map(([name, value]) => ` ${name}=${value}`);
  return `${match.method.verb} ${match.resource.template}${parameters.join("")}`;
}

describe("the most specific resource serves a request", () => {
  const api = resources(
    "GET /",
    "GET /pets/new",
    "GET /pets/{id}",
    "ANY /pets/{rest+}",
    "GET /pets/{id}/toys",
  );
  it.each([
    ["GET /", "GET /"],
    ["GET /pets/new", "GET /pets/new"],
    ["GET /pets/1", "GET /pets/{id} id=1"],
    ["GET /pets/1/toys", "GET /pets/{id}/toys id=1"],
    ["GET /pets/new/toys", "GET /pets/{id}/toys id=new"],
    ["GET /pets/1/2", "ANY /pets/{rest+} rest=1/2"],
    ["GET /pets", "none"],
    ["GET /pets/", "none"],
    ["GET /nothing", "none"],
  ])("%s → %s", (line, route) => {
    expect(served(api, line)).toBe(route);
  });
});

describe("the verb", () => {
  const api = resources(
    "POST /admin",
    "GET /mixed",
    "ANY /mixed",
    "GET /{one}",
    "DELETE /admin/{id}",
    "ANY /{proxy+}",
    "PUT /admin/{proxy+}",
  );
  it.each([
    ["a verb of its own beats ANY", "GET /mixed", "GET /mixed"],
    ["ANY serves the others", "PATCH /mixed", "ANY /mixed"],
    ["GET does not imply HEAD", "HEAD /x", "ANY /{proxy+} proxy=x"],
    ["a missing verb falls through to a greedy resource", "GET /admin", "ANY /{proxy+} proxy=admin"],
    ["not to a parameter beside it", "GET /admin", "ANY /{proxy+} proxy=admin"],
    ["to the most specific greedy one that has it", "PUT /admin/1", "PUT /admin/{proxy+} proxy=1"],
    ["and past one that lacks it", "GET /admin/1", "ANY /{proxy+} proxy=admin/1"],
    ["ANY stands for the seven verbs of a REST API only", "TRACE /mixed", "none"],
    ["verbs are compared with case", "get /mixed", "none"],
  ])("%s", (_, line, route) => {
    expect(served(api, line)).toBe(route);
  });
});

describe("slashes and encoding", () => {
  const api = resources("GET /a", "GET /a/{id}", "GET /files/{proxy+}");
  it.each([
    ["one trailing slash is ignored", "GET /a/", "GET /a"],
    ["a second one is not", "GET /a//", "none"],
    ["a parameter is never empty", "GET /a//x", "none"],
    ["a greedy parameter loses one trailing slash", "GET /files/x/", "GET /files/{proxy+} proxy=x"],
    ["and keeps double slashes", "GET /files/a//b", "GET /files/{proxy+} proxy=a//b"],
    ["it is never empty", "GET /files//", "none"],
    ["an encoded slash splits nothing", "GET /a/x%2Fy", "GET /a/{id} id=x%2Fy"],
    ["encoded text is not the literal text", "GET /%61", "none"],
    ["paths are compared with case", "GET /A", "none"],
    ["dots are text", "GET /a/..", "GET /a/{id} id=.."],
  ])("%s", (_, line, route) => {
    expect(served(api, line)).toBe(route);
  });
});
