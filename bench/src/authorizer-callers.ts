/** Tokens of a user pool, and the events in which API Gateway passes them on. */
import { requestEvent } from "@lychgate/authorizer/test/events";
import type { UserPool } from "@lychgate/authorizer/test/user-pool";

/** More than the authorizer remembers, so that by the time a token comes again, it is forgotten. */
const MANY = 10_100;

export const GROUPS = ["clinic-staff", "pet-owner"];

export function tokensOf(pool: UserPool, count: number, groups: readonly string[] = GROUPS): string[] {
  return Array.from({ length: count }, (_, index) =>
    pool.token({
      sub: `5c0a4c0e-0000-4000-8000-${String(index).padStart(12, "0")}`,
      username: `user-${index}`,
      origin_jti: `7d1b5d1f-0000-4000-8000-${String(index).padStart(12, "0")}`,
      event_id: `8e2c6e20-0000-4000-8000-${String(index).padStart(12, "0")}`,
      version: 2,
      scope: "openid profile email",
      "cognito:groups": groups,
      exp: Math.floor(Date.now() / 1000) + 6 * 3600,
    }),
  );
}

export function firstOf<T>(values: readonly T[]): T {
  const [first] = values;
  if (first === undefined) throw new Error("expected at least one value");
  return first;
}

/** Gives one after the other, and begins again after the last. */
export function inTurn<T>(values: readonly T[]): () => T {
  let next = 0;
  return () => {
    const value = values[next] ?? firstOf(values);
    next = (next + 1) % values.length;
    return value;
  };
}

/** Distinct tokens: taken in turn, none of them is one that the authorizer remembers. */
export function firstSeen(pool: UserPool): string[] {
  return tokensOf(pool, MANY);
}

/** The headers of a browser's request through CloudFront. */
const HEADERS = {
  Accept: "application/json",
  "Accept-Encoding": "gzip, deflate, br",
  "Accept-Language": "en-GB,en;q=0.9",
  "CloudFront-Forwarded-Proto": "https",
  "CloudFront-Viewer-Country": "DE",
  Host: "abcdef1234.execute-api.eu-west-1.amazonaws.com",
  Origin: "https://clinic.example",
  Referer: "https://clinic.example/pets",
  "User-Agent":
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
  Via: "2.0 1a2b3c4d5e6f.cloudfront.net (CloudFront)",
  "X-Amzn-Trace-Id": "Root=1-691f0000-0123456789abcdef01234567",
  "X-Forwarded-For": "192.0.2.10, 198.51.100.7",
  "X-Forwarded-Port": "443",
  "X-Forwarded-Proto": "https",
};

const MULTIPLE = Object.fromEntries(Object.entries(HEADERS).map(([name, value]) => [name, [value]]));

/** The same event with one token after another, as it is another's work to make it. */
export function changingEvent(): (token: string) => unknown {
  const event = eventWith("");
  return (token) => {
    event.headers.Authorization = `Bearer ${token}`;
    event.multiValueHeaders.Authorization = [event.headers.Authorization];
    return event;
  };
}

export function eventWith(token: string) {
  const Authorization = `Bearer ${token}`;
  const headers = { ...HEADERS, Authorization };
  const multiValueHeaders: Record<string, string[]> = { ...MULTIPLE, Authorization: [Authorization] };
  const event = requestEvent(headers, multiValueHeaders);
  return {
    ...event,
    headers,
    multiValueHeaders,
    requestContext: { ...event.requestContext, extendedRequestId: "JKJaXmPLvHcESHA=", requestId: "an id" },
  };
}
