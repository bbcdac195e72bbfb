import { type CanonicalDocument, canonicalize, readContract } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { judge, readingOf } from "./proof.ts";

const ANY_STAGE = "arn:aws:execute-api:*:*:*/*/";
const NAMED_STAGE = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/";

function contractOf(...paths: string[]) {
  const items = paths.map((path) => [path, { get: {}, post: {} }]);
  return readContract([{ name: "api", document: { openapi: "3.0.1", paths: Object.fromEntries(items) } }]);
}

const PETS = contractOf("/pets", "/pets/{petId}");

/** Allows these, and denies those that begin with `!`. */
function documentOf(...resources: string[]): CanonicalDocument {
  const statements = resources.map((resource) => ({
    Effect: resource.startsWith("!") ? ("Deny" as const) : ("Allow" as const),
    Action: "execute-api:Invoke",
    Resource: resource.replace(/^!/, ""),
  }));
  return canonicalize({ Version: "2012-10-17", Statement: statements });
}

const [LIST, ONE, BELOW] = [`${ANY_STAGE}GET/pets`, `${ANY_STAGE}GET/pets/*`, `${ANY_STAGE}GET/pets/*/toys`];

describe("a module is judged", () => {
  it.each<[string, string[], string[], object]>([
    ["equivalent", [LIST, ONE], [ONE, LIST], { status: "equivalent" }],
    [
      "equivalent over the API",
      [LIST, BELOW],
      [LIST],
      { status: "equivalentOverApi", lost: { method: "GET" } },
    ],
    [
      "narrowed",
      [LIST, ONE],
      [LIST],
      { status: "narrowed", lost: { method: "GET", path: expect.stringMatching(/^\/pets\/./) } },
    ],
    [
      "wider",
      [LIST],
      [LIST, ONE],
      { status: "wider", gained: { method: "GET", path: expect.stringMatching(/^\/pets\/./) } },
    ],
    [
      "wider, where no API has the route",
      [LIST],
      [LIST, `${ANY_STAGE}GET/toys`],
      { status: "wider", gained: { path: "/toys" } },
    ],
    [
      "wider, when a Deny is missing",
      ["*", `!${LIST}`],
      ["*"],
      { status: "wider", gained: { path: "/pets" } },
    ],
    ["wider, though it is narrower too", [LIST], [ONE], { status: "wider" }],
    ["wider at other stages than the document's", [`${NAMED_STAGE}GET/pets`], [LIST], { status: "wider" }],
    ["narrowed at one stage", [LIST], [LIST, `!${NAMED_STAGE}GET/pets`], { status: "narrowed" }],
  ])("%s", (_, original, compiled, judgement) => {
    expect(judge(documentOf(...original), documentOf(...compiled), PETS, "bound")).toMatchObject(judgement);
  });
});

describe("a document that nobody bound is read as it stands", () => {
  it.each<[string, string[], string[], "bound" | "unbound"]>([
    ["unless nothing is served where its star crosses", [LIST, ONE], ["/pets", "/pets/{petId}"], "bound"],
    ["where the API serves what its star lets in", [LIST], ["/{proxy+}"], "unbound"],
    ["where the API serves what its star shuts out", ["*", `!${LIST}`], ["/{proxy+}"], "unbound"],
    ["where binding takes all of it away", ["arn:aws:execute-api:*:*:*/*/pets"], ["/pets"], "unbound"],
  ])("%s", (_, resources, paths, reading) => {
    expect(readingOf(documentOf(...resources), contractOf(...paths))).toBe(reading);
  });
});
