import { CONDITION_OPERATORS, parseOperator } from "@lychgate/policy";
import { literalTokens, machineOf, run, search, type Token } from "@lychgate/policy/language";
import { EvaluationError } from "../errors.ts";
import { isGlob, parsePattern } from "../pattern.ts";
import { asksForValue, type Test } from "./circumstance.ts";
import { globTokens } from "./resource-language.ts";

type TextKey = "aws:SourceVpc" | "aws:SourceVpce" | "aws:UserAgent" | "aws:Referer";

const READABLE: Record<TextKey, string | undefined> = {
  "aws:SourceVpc": "vpc-0a1b2c3d",
  "aws:SourceVpce": "vpce-0a1b2c3d",
  "aws:UserAgent": undefined,
  "aws:Referer": undefined,
};

/**
 * A text of every set of the tests' patterns that some text is a member of, the shortest ones. The first is
 * the most usual; clients need not send a header, so no text at all is one too.
 *
 * @throws EvaluationError `Undecidable` when a policy variable stands in a value
 * @throws PolicyError `TooLarge`
 */
export function* sampleTexts(
  key: TextKey,
  tests: readonly Test[],
): Generator<Record<string, string> | undefined> {
  const usual = READABLE[key];
  yield usual === undefined ? undefined : { [key]: usual };
  yield undefined;
  const machines = tests.filter(asksForValue).map((test) => machineOf(...patternsOf(test)));
  // For set operators an empty text is no value, so it is told apart from every other.
  const searched = [machineOf([]), ...machines].map((machine) => ({ machine, start: machine.start }));
  const found = new Map<string, string>();
  if (usual !== undefined)
    found.set(searched.map(({ machine }) => machine.accepts(run(machine, usual))).join(), usual);
  search(
    searched,
    (members, text) => {
      const name = members.join();
      if (!found.has(name)) found.set(name, text());
      return undefined;
    },
    { alphabet: isHeaderCharacter },
  );
  for (const text of found.values()) yield { [key]: text };
}

/** A header's value is visible text and spaces, of one byte each. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5 */
function isHeaderCharacter(char: string): boolean {
  return (char >= " " && char <= "~") || (char >= "\u00a0" && char <= "\u00ff");
}

function patternsOf({ condition, variables }: Test): Token[][] {
  const operator = parseOperator(condition.operator)?.operator ?? "StringEquals";
  const type = CONDITION_OPERATORS[operator];
  const wildcards = operator === "StringLike" || operator === "StringNotLike";
  const ignoreCase = type === "bool" || operator.includes("IgnoreCase");
  return condition.wanted.map((value) => {
    if (type === "binary") return literalTokens(bytesOf(value));
    const template = parsePattern(value, { wildcards, variables });
    if (!isGlob(template)) {
      throw new EvaluationError("Undecidable", `the value of a policy variable in \`${value}\` is not known`);
    }
    const tokens = globTokens(template);
    return ignoreCase ? tokens.map(inEitherCase) : tokens;
  });
}

/** The text of bytes that are a header's; what is not UTF-8 equals no text, so any language does. */
function bytesOf(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function inEitherCase(token: Token): Token {
  if (token.kind !== "char") return token;
  const folded = token.char.toLowerCase();
  const chars = HEADER_CHARACTERS.filter((char) => char.toLowerCase() === folded).join("");
  return chars === "" ? token : { kind: "oneOf", chars };
}

const HEADER_CHARACTERS = Array.from({ length: 0x100 }, (_, code) => String.fromCharCode(code)).filter(
  isHeaderCharacter,
);
