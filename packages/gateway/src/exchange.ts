/** One request on its way through the pipeline, with what the stages have found out so far. */
import { randomBytes } from "node:crypto";
import type { Verdict } from "@lychgate/evaluation";
import type { Api, LogReason } from "./api.ts";
import type { ApiMethod, ApiResource } from "./api-definition.ts";
import type { AuthorizerResult } from "./authorizer-result.ts";
import { forwardedHeaders } from "./forwarded-headers.ts";
import type { GatewayRequest } from "./gateway-message.ts";
import type { ResponseType } from "./gateway-response-type.ts";
import { type HeaderField, lastValue } from "./header.ts";
import type { IamCaller } from "./iam/iam-caller.ts";
import { parseTarget, type RequestTarget } from "./request-target.ts";

export interface Exchange {
  readonly request: GatewayRequest;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly protocol: string;
  /** The verb that is routed and authorized. */
  readonly method: string;
  /** The caller's headers as functions see them; a signature is taken out once it is verified. */
  headers: readonly HeaderField[];
  /** The path as it was sent, with the stage. */
  readonly requestPath: string;
  /** `undefined` when the request line is malformed. */
  readonly target: RequestTarget | undefined;
  route?: MatchedRoute;
  authorization?: Authorization;
  caller?: IamCaller;
  /** The claims of a user pool's token, as functions and templates see them. */
  claims?: ReadonlyMap<string, string>;
  verdict?: Verdict;
  /** The API key of a method that requires one, once it is checked. */
  apiKey?: NamedApiKey;
  /** Why the gateway answered itself; a policy's denial is in the verdict. */
  refusal?: RefusalCause;
}

export interface RefusalCause {
  readonly type: ResponseType;
  readonly reason: LogReason;
  /** What was expected and what came, without the caller's values. */
  readonly detail?: string;
}

export interface NamedApiKey {
  readonly id: string;
  readonly value: string;
}

export interface MatchedRoute {
  readonly resource: ApiResource;
  readonly method: ApiMethod;
  /** Without the stage, percent-encoded, with a trailing slash if one was sent. */
  readonly path: string;
  readonly query: RequestTarget["query"];
  /** Still percent-encoded. */
  readonly pathParameters: ReadonlyMap<string, string>;
}

export interface Authorization {
  readonly result: AuthorizerResult;
  readonly from: "hit" | "miss";
  readonly latencyMs: number;
}

export function openExchange(request: GatewayRequest, api: Api): Exchange {
  const receivedAt = api.clock();
  const traceId = newTraceId(receivedAt);
  return {
    request,
    requestId: api.requestId(),
    extendedRequestId: randomBytes(11).toString("base64"),
    traceId,
    receivedAt,
    protocol: `HTTP/${request.httpVersion ?? "1.1"}`,
    method: effectiveMethod(request, api),
    headers: forwardedHeaders(request, traceId),
    requestPath: request.rawPath,
    target: parseTarget(request.rawPath, request.rawQuery),
  };
}

/**
 * API Gateway lets `X-HTTP-Method-Override` replace the verb and does not say whether the method ARN follows.
 * It is applied before everything else here, so that what is authorized is what is invoked.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
function effectiveMethod(request: GatewayRequest, api: Api): string {
  const override = api.options.methodOverride === "ignored" ? undefined : methodOverride(request);
  return override || request.method;
}

function methodOverride(request: GatewayRequest): string | undefined {
  return lastValue(request.headers, "x-http-method-override")?.trim();
}

/** @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export function newTraceId(receivedAt: number): string {
  const seconds = Math.floor(receivedAt / 1000)
    .toString(16)
    .padStart(8, "0");
  return `Root=1-${seconds}-${randomBytes(12).toString("hex")}`;
}

/**
 * The route of an exchange.
 * @throws Error before the stage `route` has found one
 */
export function routeOf(exchange: Exchange): MatchedRoute {
  if (!exchange.route) throw new Error("expected a stage after `route`, came before it");
  return exchange.route;
}
