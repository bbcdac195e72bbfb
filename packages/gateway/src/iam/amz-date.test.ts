import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAmzDate, parseAmzDate, parseHttpDate } from "./amz-date.ts";

const SIGNED_AT = Date.UTC(2015, 7, 30, 12, 36);

describe("the date of a signature", () => {
  it("is written in ISO's basic format", () => {
    expect(formatAmzDate(SIGNED_AT)).toBe("20150830T123600Z");
  });

  it("is read as it is written", () => {
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(fc.property(seconds, (second) => parseAmzDate(formatAmzDate(second * 1000)) === second * 1000));
  });

  it.each([
    "",
    "20150830",
    "20150830T123600",
    "2015-08-30T12:36:00Z",
    "20150230T123600Z",
    "20151330T123600Z",
    "20150830T243600Z",
    "20150830T126000Z",
    "20150830T123600Z ",
    "x20150830T123600Z",
  ])("is not `%s`", (text) => {
    expect(parseAmzDate(text)).toBeUndefined();
  });
});

describe("the header `Date`", () => {
  it("is read", () => {
    expect(parseHttpDate("Sun, 30 Aug 2015 12:36:00 GMT")).toBe(SIGNED_AT);
  });

  it.each([
    "Mon, 30 Aug 2015 12:36:00 GMT",
    "Sun, 30 Aug 2015 12:36:00 CET",
    "30 Aug 2015 12:36:00 GMT",
    "Mon, 30 Feb 2015 12:36:00 GMT",
    "20150830T123600Z",
  ])("is not `%s`", (text) => {
    expect(parseHttpDate(text)).toBeUndefined();
  });
});
