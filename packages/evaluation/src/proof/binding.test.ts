import type { PolicyDocument } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { bindingsOf, SAMPLE_BINDING } from "./binding.ts";

function naming(...resources: string[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: resources } };
}

function prefixes(...resources: string[]): string[] {
  return bindingsOf([naming(...resources)]).map(({ prefix }) => prefix);
}

describe("the stages to look at", () => {
  it("are a single one where none is named", () => {
    expect(prefixes("*", "arn:aws:execute-api:*:*:*/*/GET/pets", "arn:aws:execute-api:*:*:*")).toEqual([
      SAMPLE_BINDING.prefix,
    ]);
  });

  it("are those that are named as well, and every combination of their parts", () => {
    expect(
      prefixes("arn:aws:execute-api:*:*:zzzzzzzzzz/*/GET/pets", "arn:aws:execute-api:*:*:*/prod/GET/pets"),
    ).toEqual([
      SAMPLE_BINDING.prefix,
      "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/prod/",
      "arn:aws:execute-api:eu-west-1:111122223333:zzzzzzzzzz/dev/",
      "arn:aws:execute-api:eu-west-1:111122223333:zzzzzzzzzz/prod/",
    ]);
  });

  it("may be an HTTP API's `$default`", () => {
    expect(prefixes("arn:aws:execute-api:*:*:*/$default/GET/pets")).toEqual([
      SAMPLE_BINDING.prefix,
      "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/$default/",
    ]);
  });

  it("cannot be told where a part of a name is a wildcard", () => {
    expect(() => prefixes("arn:aws:execute-api:*:*:abc*/dev/GET/pets")).toThrow(
      expect.objectContaining({ code: "Undecidable", message: expect.stringContaining("abc*/dev/GET/pets") }),
    );
  });

  it("are refused when they are too many", () => {
    const many = Array.from({ length: 300 }, (_, index) => `arn:aws:execute-api:*:*:api${index}/*/GET/pets`);
    expect(() => prefixes(...many)).toThrow(expect.objectContaining({ code: "TooLarge" }));
  });
});
