import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contractOf } from "../test/contract-of.ts";
import { apiLanguage, operationServing, requestAdmitted } from "./api-language.ts";
import { nameOfOperation } from "./contract.ts";
import { matches } from "./language/automaton.ts";
import { wildcardTokens } from "./language/token.ts";

function serving(routes: readonly string[], request: string): string | undefined {
  const operation = operationServing(contractOf(...routes), request);
  return operation && nameOfOperation(operation);
}

describe("a request is served by", () => {
  const PETS = ["GET /", "GET /pets", "GET /pets/{petId}", "GET /pets/mine", "POST /pets/{petId}/toys"];

  it.each([
    ["GET/", "GET /"],
    ["GET//", "GET /"],
    ["GET/pets", "GET /pets"],
    ["GET/pets/", "GET /pets"],
    ["GET/pets//", undefined],
    ["GET/pets/1", "GET /pets/{petId}"],
    ["GET/pets/1/", "GET /pets/{petId}"],
    ["GET/pets/mine", "GET /pets/mine"],
    ["GET/pets/Mine", "GET /pets/{petId}"],
    ["GET/pets/1/toys", undefined],
    ["POST/pets/1/toys", "POST /pets/{petId}/toys"],
    ["HEAD/pets", undefined],
    ["GET", undefined],
    ["GET/petstore", undefined],
  ])("`%s` of the pets: `%s`", (request, expected) => {
    expect(serving(PETS, request)).toBe(expected);
  });

  it.each([
    [
      "a resource without the verb hides a parameter",
      ["POST /pets/mine", "GET /pets/{petId}"],
      "GET/pets/mine",
      undefined,
    ],
    ["but no greedy parameter", ["POST /pets/mine", "GET /{proxy+}"], "GET/pets/mine", "GET /{proxy+}"],
    [
      "to which the request falls past the parameter",
      ["POST /pets/mine", "GET /pets/{petId}", "GET /{proxy+}"],
      "GET/pets/mine",
      "GET /{proxy+}",
    ],
    [
      "a parent that the contract does not name hides a parameter too",
      ["GET /pets/mine/toys", "GET /pets/{petId}"],
      "GET/pets/mine",
      undefined,
    ],
    [
      "and lets the request fall to a greedy parameter",
      ["GET /pets/mine/toys", "GET /pets/{petId}", "GET /{proxy+}"],
      "GET/pets/mine",
      "GET /{proxy+}",
    ],
    [
      "a parent hides nothing beside it",
      ["GET /pets/mine/toys", "GET /pets/{petId}"],
      "GET/pets/1",
      "GET /pets/{petId}",
    ],
    ["a greedy parameter does not match nothing", ["GET /files/{path+}"], "GET/files/", undefined],
    ["not even with one more slash", ["GET /files/{path+}"], "GET/files//", undefined],
    [
      "which leaves it to a wider one",
      ["GET /files/{path+}", "GET /{proxy+}"],
      "GET/files//",
      "GET /{proxy+}",
    ],
    [
      "a greedy parameter may begin with a slash",
      ["GET /files/{path+}", "GET /{proxy+}"],
      "GET/files//a",
      "GET /files/{path+}",
    ],
    [
      "the greedy parameter that lies deeper",
      ["GET /files/{path+}", "GET /{proxy+}"],
      "GET/files/a/b",
      "GET /files/{path+}",
    ],
    [
      "the wider one, where the deeper lacks the verb",
      ["PUT /files/{path+}", "GET /{proxy+}"],
      "GET/files/a",
      "GET /{proxy+}",
    ],
  ])("%s", (_, routes, request, expected) => {
    expect(serving(routes, request)).toBe(expected);
  });
});

/** Routing as one would do it by hand: segments against segments, no automata. */
function routed(routes: readonly string[], verb: string, path: string): string | undefined {
  const sent = path.replace(/(?<=.)\/$/, "");
  const segments = sent === "/" ? [] : sent.slice(1).split("/");
  const templates = routes.map((route) => route.split(" ")[1] ?? "");
  const parents = templates.flatMap((template) =>
    Array.from(template.matchAll(/\//g), ({ index }) => template.slice(0, index) || "/"),
  );
  const matching = [...new Set([...templates, ...parents])]
    .filter((template) => fits(template === "/" ? [] : template.slice(1).split("/"), segments))
    .sort((a, b) => rank(a).localeCompare(rank(b)));
  const found = matching.find(
    (template, index) => (index === 0 || template.endsWith("+}")) && routes.includes(`${verb} ${template}`),
  );
  return found && `${verb} ${found}`;
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  if (template.at(-1)?.endsWith("+}")) {
    const above = template.slice(0, -1);
    return segments.slice(above.length).join("/") !== "" && fits(above, segments.slice(0, above.length));
  }
  return (
    template.length === segments.length &&
    template.every((text, index) =>
      text.startsWith("{") ? segments[index] !== "" : segments[index] === text,
    )
  );
}

function rank(template: string): string {
  return template
    .replace(/\{[^}]*\+\}/g, "3")
    .replace(/\{[^}]*\}/g, "2")
    .replace(/\/[^/23]+/g, "/1");
}

describe("the languages of an API", () => {
  const template = fc
    .tuple(fc.array(fc.constantFrom("a", "b", "{p}"), { maxLength: 3 }), fc.nat(2))
    .map(([segments, kind]) => {
      const named = segments.map((text, index) => text.replace("}", `${index}}`));
      return `/${[...named, ...(kind === 0 ? ["{proxy+}"] : [])].join("/")}`;
    });
  const routes = fc
    .uniqueArray(fc.tuple(fc.constantFrom("GET", "POST"), template), {
      minLength: 1,
      maxLength: 7,
      selector: ([verb, path]) => verb + path,
    })
    .map((pairs) => pairs.map(([verb, path]) => `${verb} ${path}`))
    .filter((texts) => hasOneOfEachShape(texts));
  const segments = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 5 });
  const request = fc.tuple(
    fc.constantFrom("GET", "POST"),
    segments.map((texts) => `/${texts.join("/")}`),
  );
  const many = fc.array(request, { minLength: 60, maxLength: 60 });

  /** No contract has a parameter and a greedy parameter under one parent. */
  function hasOneOfEachShape(texts: readonly string[]): boolean {
    const templates = new Set(texts.map((text) => text.split(" ")[1] ?? ""));
    const shapes = [...templates].map((text) => text.replace(/\{[^}]*\}/g, "{}"));
    return new Set(shapes).size === shapes.length;
  }

  it("say which operation serves a request as a walk over its segments does", () => {
    fc.assert(
      fc.property(routes, many, (texts, requests) => {
        const contract = contractOf(...texts);
        for (const [verb, path] of requests) {
          const operation = operationServing(contract, verb + path);
          expect([path, operation && nameOfOperation(operation)]).toEqual([path, routed(texts, verb, path)]);
        }
      }),
    );
  });

  it("share no request", () => {
    fc.assert(
      fc.property(routes, (texts) => {
        const contract = contractOf(...texts);
        for (const route of apiLanguage(contract)) {
          const found = requestAdmitted(["*"], route);
          if (found !== undefined) expect(operationServing(contract, found)).toBe(route.operation);
        }
      }),
    );
  });
});

describe("a request that a pattern admits of a route", () => {
  const contract = contractOf("GET /pets", "GET /pets/{petId}", "GET /pets/mine", "GET /pets/{petId}/toys");

  function admitted(patterns: string[], route: string, options = {}): string | undefined {
    const language = apiLanguage(contract).find(({ operation }) => nameOfOperation(operation) === route);
    return language && requestAdmitted(patterns, language, options);
  }

  it.each([
    [["GET/pets/*"], "GET /pets/{petId}", "GET/pets/x"],
    [["GET/pets/*"], "GET /pets/{petId}/toys", "GET/pets/x/toys"],
    [["GET/pets/*"], "GET /pets", "GET/pets/"],
    [["GET/pets/mine"], "GET /pets/{petId}", undefined],
    [["GET/orders", "GET/pets"], "GET /pets", "GET/pets"],
    [[], "GET /pets", undefined],
  ])("%j of `%s` is `%s`", (patterns, route, request) => {
    expect(admitted(patterns, route)).toBe(request);
  });

  it("is not one with a trailing slash where only plain ones are asked for", () => {
    expect(admitted(["GET/pets/*"], "GET /pets", { requests: "plain" })).toBeUndefined();
  });

  it("is none of those that are excepted", () => {
    expect(admitted(["GET/pets/*"], "GET /pets/mine", { except: ["GET/pets/mine"] })).toBe("GET/pets/mine/");
    expect(admitted(["GET/pets/*"], "GET /pets/mine", { except: ["GET/pets/mine*"] })).toBeUndefined();
  });

  it("is matched by the pattern", () => {
    const request = admitted(["GET/*/toys"], "GET /pets/{petId}/toys") ?? "";
    expect(matches(wildcardTokens("GET/*/toys"), request)).toBe(true);
  });
});
