import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expressionOf, textsUpTo, tokenSequence } from "../../test/token-sequence.ts";
import { PolicyError } from "../errors.ts";
import { parseTemplate } from "../path-template.ts";
import { routeTokens, type Token, wildcardTokens } from "./token.ts";
import { findWitness } from "./witness.ts";

const inAll = (members: readonly boolean[]) => !members.includes(false);
const inFirstOnly = ([first, ...others]: readonly boolean[]) => first === true && !others.includes(true);

function route(text: string): Token[] {
  const [verb = "", path = ""] = text.split(" ");
  return routeTokens(verb, parseTemplate(path));
}

describe("a witness", () => {
  it.each([
    ["GET/pets/*", "GET /pets/{petId}/toys", "GET/pets/x/toys"],
    ["*/pets", "DELETE /x/GET/pets", "DELETE/x/GET/pets"],
    ["GET/*/owner", "GET /{p}/{q}/owner", "GET/x/x/owner"],
    ["GET/pets*", "GET /{p}", "GET/pets"],
    ["GET/???", "GET /{p}/{q}", "GET/x/x"],
    ["*", "GET /files/{path+}", "GET/files/x"],
  ])("of `%s` and the route `%s` is `%s`", (pattern, template, witness) => {
    expect(findWitness([wildcardTokens(pattern), route(template)], inAll)).toBe(witness);
  });

  it.each([
    ["GET/pets", "GET /pets/{petId}"],
    ["GET/pets/*", "GET /pets"],
    ["GET/pets/?", "GET /pets/{p}/{q}"],
    ["POST/*", "GET /{path+}"],
  ])("of `%s` and the route `%s` does not exist", (pattern, template) => {
    expect(findWitness([wildcardTokens(pattern), route(template)], inAll)).toBeUndefined();
  });

  it("may be wanted outside of a language", () => {
    const [deep, flat] = [wildcardTokens("GET/pets/*"), route("GET /pets/{petId}")];
    expect(findWitness([deep, flat], inFirstOnly)).toBe("GET/pets/");
    expect(findWitness([flat, deep], inFirstOnly)).toBeUndefined();
  });

  it("has a character of no language where one is needed", () => {
    const languages = ["*x*", "*1*", "*a*"].map(wildcardTokens);
    expect(findWitness([wildcardTokens("?"), ...languages], inFirstOnly)).toBe("y");
  });

  it("finds a character even where the languages name every readable one", () => {
    const readable = Array.from("x1aybzcdefghijklmnopqrstuvw023456789").map(wildcardTokens);
    expect(findWitness([route("GET /{p}").slice(-2), ...readable], inFirstOnly)).toBe("!");
  });

  it("is the empty text where that will do", () => {
    expect(findWitness([wildcardTokens("*")], inAll)).toBe("");
  });
});

describe("the search", () => {
  /**
   * Up to length 6, enumeration finds the shortest witness whenever there is one. It is complete for the
   * intersection of two sequences of up to three tokens: a text that is longer than both together stays
   * in a run of each at some character, and can go without that. For differences, longer witnesses exist.
   */
  const texts = textsUpTo(6);
  const languages = fc.tuple(tokenSequence(3), tokenSequence(3));
  const questions = [
    { name: "both", wanted: inAll, isComplete: true },
    { name: "the first but not the second", wanted: inFirstOnly, isComplete: false },
  ];

  it.each(questions)(
    "finds a shortest member of $name if and only if there is one",
    ({ wanted, isComplete }) => {
      fc.assert(
        fc.property(languages, (pair) => {
          const [first, second] = [expressionOf(pair[0]), expressionOf(pair[1])];
          const isWanted = (text: string) => wanted([first.test(text), second.test(text)]);
          const found = findWitness(pair, wanted);
          const shortest = texts.find(isWanted);
          if (shortest !== undefined || isComplete) expect(found?.length).toBe(shortest?.length);
          else expect(found?.length ?? 7).toBeGreaterThan(6);
          if (found !== undefined) expect(isWanted(found)).toBe(true);
        }),
      );
    },
  );

  it("gives up on patterns whose joint states are too many", () => {
    const search = () => findWitness([wildcardTokens(`*a${"?".repeat(17)}`)], () => false);
    expect(search).toThrow(
      new PolicyError("TooLarge", "these patterns have too many joint states to compare"),
    );
  });
});
