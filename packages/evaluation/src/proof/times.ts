import { canonicalKey, parseDate } from "@lychgate/policy";
import { asksForValue, type Test } from "./circumstance.ts";

const SECOND = 1000;

/** Requests are made from here on: before, epoch seconds have fewer digits and could be read as a year. */
const FIRST = Date.parse("2001-09-09T01:46:40Z");

const LAST = Date.parse("9999-12-31T23:59:59.999Z");

const READABLE = Date.parse("2026-01-01T12:00:00Z");

/**
 * A time of every interval between the borders of the tests. A clock has whole milliseconds; `aws:EpochTime`
 * is its whole seconds.
 */
export function* sampleTimes(tests: readonly Test[]): Generator<Record<string, string>> {
  yield contextAt(READABLE);
  const borders = tests.filter(asksForValue).flatMap(bordersOf);
  const inRange = borders.filter((each) => each > FIRST && each <= LAST);
  for (const border of new Set([FIRST, ...inRange])) yield contextAt(border);
}

/** The times from which on a test may have another outcome. */
function bordersOf({ condition }: Test): number[] {
  const isSeconds = canonicalKey(condition.key) === "aws:EpochTime";
  return condition.wanted.flatMap((text) => {
    const time = parseDate(text) ?? Number(text) * SECOND;
    // Numbers of seconds may be years for a date: both readings are borders.
    const readings = isSeconds ? [time, Number(text) * SECOND].filter(Number.isFinite) : [time];
    return readings.flatMap((each) =>
      isSeconds ? wholeSeconds(each) : [Math.ceil(each), Math.floor(each) + 1],
    );
  });
}

function wholeSeconds(time: number): number[] {
  const seconds = time / SECOND;
  return [Math.ceil(seconds) * SECOND, (Math.floor(seconds) + 1) * SECOND];
}

function contextAt(time: number): Record<string, string> {
  return {
    "aws:CurrentTime": new Date(time).toISOString().replace(".000Z", "Z"),
    "aws:EpochTime": String(Math.floor(time / SECOND)),
  };
}
