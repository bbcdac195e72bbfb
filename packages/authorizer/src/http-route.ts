/**
 * The request that a simple response decides.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
import { parseIp } from "@lychgate/policy";
import { invalidEvent } from "./errors.ts";
import type { CalledRoute } from "./event-kind.ts";
import { headerValues } from "./event-values.ts";
import { recordIn, type UnknownRecord } from "./record.ts";

export interface HttpRoute {
  /** `arn:aws:execute-api:region:account:api/stage/VERB/path`, as the request was written. */
  routeArn: string;
  /** The condition keys that the request has, but for the time. */
  context: Readonly<Record<string, string>>;
}

/**
 * Reads the request of an event of format 2.0.
 * @param isCached whether API Gateway keeps the decision for all requests with the same identity sources
 * @throws AuthorizerFault `InvalidEvent` when something that a policy could ask for is missing
 */
export function httpRoute(event: UnknownRecord, called: CalledRoute, isCached: boolean): HttpRoute {
  const { method, path, sourceIp, userAgent } = recordIn(recordIn(event.requestContext).http);
  if (typeof method !== "string" || !called.arn.startsWith(`${called.binding.prefix}${method}/`))
    throw invalidEvent("expected `routeArn` to name the request's method");
  // Without an address, a condition on any other address would hold.
  if (typeof sourceIp !== "string" || !parseIp(sourceIp))
    throw invalidEvent("expected `sourceIp` to be an IP address");
  if (isCached) checkDecisionIsKeyed(event.identitySource, [method, sourceIp], [path, event.rawPath]);
  const [referer] = headerValues(event, "referer");
  const context = {
    "aws:SecureTransport": "true",
    "aws:SourceIp": sourceIp,
    ...(isGiven(userAgent) && { "aws:UserAgent": userAgent }),
    ...(isGiven(referer) && { "aws:Referer": referer }),
  };
  return { routeArn: called.arn, context };
}

/** A decision that is kept for less than this is another request's answer. */
function checkDecisionIsKeyed(
  identitySource: unknown,
  wanted: readonly string[],
  paths: readonly unknown[],
): void {
  const known: readonly unknown[] = Array.isArray(identitySource) ? identitySource : [];
  if (wanted.every((value) => known.includes(value)) && paths.some((path) => known.includes(path))) return;
  throw invalidEvent("expected `identitySource` to hold method, path and address, for decisions are cached");
}

function isGiven(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
