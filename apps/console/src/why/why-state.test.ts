import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SAMPLE_BUNDLE } from "../../test/sample-bundle.ts";
import { parseHash } from "../location.ts";
import { linesOfStatement } from "./statement-lines.ts";
import { groupSuggestions, operationSuggestions } from "./suggestions.ts";
import { errorsOf } from "./why-errors.ts";
import { requestOf, stateOfRequest, WHY, whyHref, whyHrefOf } from "./why-state.ts";

const REQUEST = {
  groups: ["vets"],
  method: "DELETE",
  path: "/pets/1",
  context: { "aws:SourceIp": "203.0.113.10" },
};

describe("a link to Why", () => {
  it("asks about the request that it was made of", () => {
    const keys = [
      "aws:SourceIp",
      "aws:CurrentTime",
      "aws:UserAgent",
      "aws:Referer",
      "aws:SourceVpc",
      "aws:SourceVpce",
    ];
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    const contexts = fc.uniqueArray(fc.tuple(fc.constantFrom(...keys), text), { selector: ([key]) => key });
    fc.assert(
      fc.property(fc.array(text), text, text, contexts, (groups, method, path, context) => {
        const request = { groups, method, path, context: Object.fromEntries(context) };
        expect(requestOf(WHY.read(parseHash(whyHref(request)).parameters))).toEqual(request);
      }),
    );
  });

  it.each([
    [whyHref(REQUEST), "#/why?groups=vets&method=DELETE&path=/pets/1&ip=203.0.113.10"],
    [
      whyHref({ ...REQUEST, method: "GET", context: { "aws:SourceIp": "192.0.2.10" } }),
      "#/why?groups=vets&path=/pets/1",
    ],
    [whyHref({ ...REQUEST, context: {} }), "#/why?groups=vets&method=DELETE&path=/pets/1&ip="],
    [whyHrefOf({ groups: ["a,b"], method: "GET", path: "/" }), "#/why?groups=a%252Cb&path=/"],
  ])("is short: %s", (href, expected) => {
    expect(href).toBe(expected);
  });

  it("takes the time from either of its keys", () => {
    expect(stateOfRequest({ ...REQUEST, context: { "aws:EpochTime": "1793664000" } }).time).toBe(
      "1793664000",
    );
  });
});

describe("what is typed", () => {
  const state = stateOfRequest(REQUEST);

  it("is fine as it is", () => {
    expect(errorsOf(state)).toEqual({});
    expect(errorsOf({ ...state, ip: "", time: "" })).toEqual({});
    expect(errorsOf({ ...state, ip: "2001:db8::1", time: "2026-11-03T10:15:30Z" })).toEqual({});
  });

  it.each([
    [{ method: "FETCH" }, "method"],
    [{ path: "" }, "path"],
    [{ path: "pets" }, "path"],
    [{ path: "/pets/{petId}" }, "path"],
    [{ path: "/pets?q=1" }, "path"],
    [{ path: "/pets/ 1" }, "path"],
    [{ ip: "192.0.2" }, "ip"],
    [{ ip: "192.0.2.0/24" }, "ip"],
    [{ time: "yesterday" }, "time"],
  ])("is told where it is wrong: %j", (change, field) => {
    expect(Object.keys(errorsOf({ ...state, ...change }))).toEqual([field]);
  });
});

describe("suggestions", () => {
  it("are the groups that are not chosen yet", () => {
    const texts = (typed: string) =>
      groupSuggestions(SAMPLE_BUNDLE, { typed, chosen: ["vets"] }).map(({ text }) => text);
    expect(texts("")).toEqual(["owners", "suspended", "admins", "temps"]);
    expect(texts("EVERYTHING")).toEqual(["admins"]);
  });

  it("are operations, with something in the place of their parameters", () => {
    expect(operationSuggestions(SAMPLE_BUNDLE, "delete pet")).toEqual([
      {
        key: "DELETE /pets/{petId}",
        text: "DELETE /pets/{petId}",
        method: "DELETE",
        path: "/pets/1",
        note: "Delete a pet",
      },
    ]);
    expect(operationSuggestions(SAMPLE_BUNDLE, "/pets/1")).toHaveLength(6);
  });
});

it.each([
  ["{\n  {\n    a: {\n    },\n  },\n  {\n  },\n}", 2, [2, 3, 4, 5]],
  ["[\n  { sid },\n  { sid },\n]", 2, [2]],
  ["[\n  { sid },\n  {\n", 3, [3]],
  ["", 7, [7]],
])("finds the lines of a statement in %j at %i", (source, line, lines) => {
  expect(linesOfStatement(source, line)).toEqual(lines);
});
