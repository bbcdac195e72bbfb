/** Throttles and quotas in a plans file. */
import { describe, member, members, type Problems, refuseUnknown } from "../definition/problems.ts";
import { isRecord } from "../record.ts";
import { QUOTA_PERIODS, type Quota, type QuotaPeriod, type Throttle } from "./usage-plan.ts";

/**
 * Both limits have to be given: where one is left out, AWS takes 0 for it and refuses every request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_ThrottleSettings.html
 */
export function readThrottle(throttle: unknown, at: string, problems: Problems): Throttle | undefined {
  if (!isRecord(throttle)) return problems.add(at, `expected an object, came ${describe(throttle)}`);
  refuseUnknown(throttle, ["rateLimit", "burstLimit"], at, problems);
  const rateLimit = member(throttle, "rateLimit");
  const burstLimit = member(throttle, "burstLimit");
  if (rateLimit === -1 && burstLimit === -1) return { rateLimit, burstLimit };
  if (!isAtLeast(rateLimit, 0)) {
    return problems.add(
      `${at}.rateLimit`,
      `expected a number of requests a second, or -1 in both limits, came ${describe(rateLimit)}`,
    );
  }
  if (!isAtLeast(burstLimit, 0) || !Number.isSafeInteger(burstLimit)) {
    return problems.add(
      `${at}.burstLimit`,
      `expected a whole number, or -1 in both limits, came ${describe(burstLimit)}`,
    );
  }
  return { rateLimit, burstLimit };
}

/** @param isKey whether a text names a method; `expected` says how it does */
export function readMethodThrottles(
  throttles: unknown,
  { isKey, expected }: { readonly isKey: (text: string) => boolean; readonly expected: string },
  at: string,
  problems: Problems,
): Map<string, Throttle> {
  const read = new Map<string, Throttle>();
  for (const [key, value] of members(throttles, at, problems)) {
    if (!isKey(key)) problems.add(`${at}.${key}`, `expected ${expected}`);
    const throttle = readThrottle(value, `${at}.${key}`, problems);
    if (throttle) read.set(key, throttle);
  }
  return read;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html */
export function readQuota(quota: unknown, at: string, problems: Problems): Quota | undefined {
  if (!isRecord(quota)) return problems.add(at, `expected an object, came ${describe(quota)}`);
  refuseUnknown(quota, ["limit", "offset", "period"], at, problems);
  const limit = readWhole(member(quota, "limit"), 1, `${at}.limit`, problems);
  const offset = readWhole(member(quota, "offset") ?? 0, 0, `${at}.offset`, problems);
  const period = member(quota, "period");
  if (!isPeriod(period)) {
    return problems.add(
      `${at}.period`,
      `expected one of ${QUOTA_PERIODS.join(", ")}, came ${describe(period)}`,
    );
  }
  return limit === undefined || offset === undefined ? undefined : { limit, offset, period };
}

function readWhole(value: unknown, least: number, at: string, problems: Problems): number | undefined {
  if (isAtLeast(value, least) && Number.isSafeInteger(value)) return value;
  return problems.add(at, `expected a whole number from ${least}, came ${describe(value)}`);
}

function isAtLeast(value: unknown, least: number): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= least;
}

function isPeriod(value: unknown): value is QuotaPeriod {
  return QUOTA_PERIODS.some((period) => period === value);
}
