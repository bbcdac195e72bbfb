import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDate } from "./date.ts";

describe("a date in a condition", () => {
  it.each([
    ["2026", "2026-01-01T00:00:00.000Z"],
    ["0099", "0099-01-01T00:00:00.000Z"],
    ["2026-11", "2026-11-01T00:00:00.000Z"],
    ["2026-11-21", "2026-11-21T00:00:00.000Z"],
    ["2026-11-21T10:20Z", "2026-11-21T10:20:00.000Z"],
    ["2026-11-21T10:20:30Z", "2026-11-21T10:20:30.000Z"],
    ["2026-11-21T10:20:30.5Z", "2026-11-21T10:20:30.500Z"],
    ["2026-11-21T10:20:30.123456789Z", "2026-11-21T10:20:30.123Z"],
    ["2026-11-21T10:20:30+02:00", "2026-11-21T08:20:30.000Z"],
    ["2026-11-21T10:20-05:30", "2026-11-21T15:50:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
  ])("reads `%s` as %s", (text, iso) => {
    expect(new Date(parseDate(text) ?? Number.NaN).toISOString()).toBe(iso);
  });

  it.each([
    ["1700000000", 1_700_000_000_000],
    ["0", 0],
    ["-1", -1000],
    ["12345", 12_345_000],
  ])("reads `%s` as seconds since the epoch", (text, milliseconds) => {
    expect(parseDate(text)).toBe(milliseconds);
  });

  it.each([
    ["no text", ""],
    ["a month that does not exist", "2026-13"],
    ["month zero", "2026-00"],
    ["a day that does not exist", "2026-02-29"],
    ["day zero", "2026-01-00"],
    ["hour 24", "2026-01-01T24:00Z"],
    ["minute 60", "2026-01-01T00:60Z"],
    ["a leap second", "2016-12-31T23:59:60Z"],
    ["a time without its zone", "2026-01-01T00:00:00"],
    ["an offset of a day", "2026-01-01T00:00+24:00"],
    ["an offset without its colon", "2026-01-01T00:00+0100"],
    ["milliseconds since the epoch", "1700000000000"],
    ["seconds with a fraction", "1700000000.5"],
    ["leading zeros", "0001700000000"],
    ["a wildcard", "2026-*"],
    ["space around it", " 2026"],
    ["a second line", "2026\n"],
    ["words", "yesterday"],
    ["a lower-case zone", "2026-01-01T00:00z"],
  ])("refuses %s", (_, text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  it("agrees with the platform on every date that the platform writes", () => {
    const date = fc.date({
      min: new Date("0000-01-01"),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (value) => {
        expect(parseDate(value.toISOString())).toBe(value.getTime());
      }),
    );
  });
});
