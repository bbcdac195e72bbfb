import { parseDate } from "@lychgate/policy";
import { InvalidArgumentError } from "commander";

/** Epoch milliseconds. */
export type Clock = () => number;

/** Reads when a clock starts. */
export function readClock(text: string): Clock {
  const start = parseDate(text);
  if (start === undefined) throw new InvalidArgumentError("expected a date such as 2026-11-21T12:00:00Z");
  return startClock(start, () => performance.now());
}

/**
 * A clock that is at `start` now and goes on from there.
 * @param elapsed milliseconds since any moment
 */
export function startClock(start: number, elapsed: () => number): Clock {
  const startedAt = elapsed();
  return () => start + Math.floor(elapsed() - startedAt);
}
