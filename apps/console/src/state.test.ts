import fc from "fast-check";
import { expect, it } from "vitest";
import { choice, flag, list, stateOf, text } from "./state.ts";

const FORM = stateOf({
  q: text(),
  ip: text("192.0.2.10"),
  on: flag(),
  kind: choice(["all", "lost"], "all"),
  groups: list(),
});

it("is written and read without loss", () => {
  const states = fc.record({
    q: fc.string(),
    ip: fc.string(),
    on: fc.boolean(),
    kind: fc.constantFrom("all", "lost"),
    groups: fc.array(fc.stringMatching(/^[%,2C5a]{1,8}$/)),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(FORM.read(FORM.write(state))).toEqual(state);
    }),
  );
});

it("leaves out what is as usual", () => {
  expect(FORM.write({ q: "", ip: "192.0.2.10", on: false, kind: "all", groups: [] })).toEqual(new Map());
  expect(FORM.write({ ip: "", groups: ["a", "b,c"] })).toEqual(
    new Map([
      ["ip", ""],
      ["groups", "a,b%2Cc"],
    ]),
  );
});

it("takes what it does not know for the usual", () => {
  expect(
    FORM.read(
      new Map([
        ["kind", "constructor"],
        ["on", "yes"],
        ["other", "x"],
      ]),
    ),
  ).toEqual(FORM.usual);
});
