import { describe, type Problems } from "../definition/problems.ts";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MIN_TIMEOUT = 50;
const MAX_TIMEOUT = 29_000;

/** How long an integration may take, in milliseconds; the longest unless it says. */
export function readTimeout(
  timeout: unknown,
  at: string,
  problems: Problems,
  longest = MAX_TIMEOUT,
): number | undefined {
  if (timeout === undefined) return longest;
  const isInRange = typeof timeout === "number" && timeout >= MIN_TIMEOUT && timeout <= longest;
  if (isInRange && Number.isInteger(timeout)) return timeout;
  return problems.add(
    `${at}.timeoutInMillis`,
    `expected an integer from ${MIN_TIMEOUT} to ${longest}, came ${describe(timeout)}`,
  );
}
