import type { Binding } from "@lychgate/policy";
import { type Authorization, bearerIn } from "./authorization.ts";
import { conditionValue } from "./condition-value.ts";
import { invalidEvent } from "./errors.ts";
import { type CalledRoute, calledRoute, type EventKind } from "./event-kind.ts";
import { headerValues } from "./event-values.ts";
import { type HttpRoute, httpRoute } from "./http-route.ts";
import type { DecidedRequest } from "./method-decision.ts";
import { isRecord, recordIn, type UnknownRecord } from "./record.ts";
import type { SimpleResponses } from "./simple-response.ts";
import { type WebSocketTokenSource, webSocketAuthorization } from "./web-socket-token.ts";

/** What the authorizer needs of an event, of whatever kind. */
export interface AuthorizerRequest extends DecidedRequest {
  kind: EventKind;
  binding: Binding;
  authorization: Authorization;
  /** What is to be decided, where the answer is a simple response. */
  route?: HttpRoute;
  /** The id that API Gateway gives a request and no client can choose; a TOKEN event has none. */
  requestId?: string;
}

export interface RequestOptions {
  webSocketToken?: WebSocketTokenSource;
  simpleResponses?: SimpleResponses;
}

/**
 * Reads an event of a REST API, an HTTP API or a WebSocket API.
 * @throws AuthorizerFault `InvalidEvent` when it is none
 */
export function prepare(event: unknown, options: RequestOptions = {}): AuthorizerRequest {
  if (!isRecord(event)) throw invalidEvent("expected an object");
  const { webSocketToken = "header", simpleResponses } = options;
  const called = calledRoute(event);
  const { kind, binding, arn: methodArn } = called;
  const requestId = requestIdOf(event, kind);
  const request: AuthorizerRequest = {
    kind,
    binding,
    authorization: authorizationOf(event, called, webSocketToken),
    methodArn,
    conditionOf: (key, now) => conditionValue(event, kind, key, now),
    ...(requestId !== undefined && { requestId }),
  };
  if (kind !== "2.0" || !simpleResponses) return request;
  return { ...request, route: httpRoute(event, called, simpleResponses.cachedSeconds > 0) };
}

/**
 * Clients may choose `requestId` where there is an extended one, so it is not read there.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-access-logging.html
 */
function requestIdOf({ requestContext }: UnknownRecord, kind: EventKind): string | undefined {
  const { extendedRequestId, requestId } = recordIn(requestContext);
  const id = kind === "2.0" ? requestId : extendedRequestId;
  return typeof id === "string" && /^[A-Za-z0-9+/=_-]{8,64}$/.test(id) ? id : undefined;
}

function authorizationOf(
  event: UnknownRecord,
  { kind }: CalledRoute,
  webSocketToken: WebSocketTokenSource,
): Authorization {
  if (kind === "TOKEN") return bearerIn([event.authorizationToken]);
  if (kind === "$connect") return webSocketAuthorization(event, webSocketToken);
  const values = headerValues(event, "authorization");
  return kind === "REQUEST" ? bearerIn(values) : httpAuthorization(values, event.identitySource);
}

/**
 * HTTP APIs join the values of a header with commas, which no token has. Results are kept by the identity
 * sources, so that with sources that leave the credential out, one caller would be given another's.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
function httpAuthorization(values: readonly unknown[], identitySource: unknown): Authorization {
  const single = values.flatMap((value): unknown[] =>
    typeof value === "string" ? value.split(",") : [value],
  );
  const authorization = bearerIn(single);
  if (authorization.kind === "bearer" && !identifies(identitySource, single[0]))
    throw invalidEvent("expected `identitySource` to hold the Authorization header, or nothing");
  return authorization;
}

/** Format 1.0 joins the identity sources with commas; without any, nothing is kept. */
function identifies(identitySource: unknown, value: unknown): boolean {
  if (identitySource === undefined || identitySource === null) return true;
  const sources = typeof identitySource === "string" ? identitySource.split(",") : identitySource;
  return Array.isArray(sources) && (sources.length === 0 || sources.includes(value));
}
