import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unsupportedIn } from "./mapping-template.ts";

describe("a mapping template", () => {
  it.each([
    ["no variable", '{"statusCode": 200}'],
    ["a price, a colour and an anchor", "$5 $ 5$ #fff #1 # $$"],
    ["variables", `{"a":$context.requestTimeEpoch,"b":"\${stageVariables.b}/$context.identity.sourceIp."}`],
    ["a variable before a brace", '{"a":$context.requestTimeEpoch}'],
    ["a variable before a bracket of its own line", "$context.stage\n(a)"],
  ])("is honoured with %s", (_, template) => {
    expect(unsupportedIn(template)).toEqual([]);
  });

  it.each([
    ["#set($a = 1)", "#set"],
    ["#{if}(true)", "#{if"],
    ["## a comment", "##"],
    ["#* a comment *#", "#*"],
    ["#[[ unparsed ]]#", "#[["],
    ["\\$context.stage", "\\$"],
    ["$input.json('$.a')", "$input.json("],
    ["$util.base64Encode($context.stage)", "$util.base64Encode(…)"],
    ["$!context.stage", "$!context.stage"],
    ["$!{context.stage}", "$!{context.stage}"],
    ["${context.stage", "${context.stage"],
    ["$context.identity", "$context.identity"],
    ["$context.toString", "$context.toString"],
    ["$context.stage.length()", "$context.stage.length()"],
    ["$context.stage[0]", "a call"],
    ["$stageVariables", "$stageVariables"],
    ["$method.request.header.A", "$method.request.header.A"],
    ["$context.error.message", "$context.error.message"],
  ])("is refused with %s", (template, part) => {
    expect(unsupportedIn(template)).toContain(part);
  });

  it("is honoured when it has neither sign of the language", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/[$#]/.test(text));
        expect(unsupportedIn(text)).toEqual([]);
      }),
    );
  });
});
