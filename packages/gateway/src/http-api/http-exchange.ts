/** One request on its way through the pipeline, with what the stages have found out so far. */
import type { Verdict } from "@lychgate/evaluation";
import { newTraceId } from "../exchange.ts";
import { forwardedHeaders } from "../forwarded-headers.ts";
import type { GatewayRequest } from "../gateway-message.ts";
import type { HeaderField } from "../header.ts";
import type { IamCaller } from "../iam/iam-caller.ts";
import { parseTarget, type QueryParameter } from "../request-target.ts";
import type { HttpAuthorizerResult } from "./authorizer-result.ts";
import type { HttpApi } from "./http-api.ts";
import type { HttpApiRoute } from "./http-api-definition.ts";

export interface HttpExchange {
  readonly request: GatewayRequest;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly protocol: string;
  /** The caller's headers as functions see them; a signature is taken out once it is verified. */
  headers: readonly HeaderField[];
  /** `undefined` when the request line is malformed. */
  readonly query: readonly QueryParameter[] | undefined;
  match?: HttpRouteMatch;
  authorization?: HttpAuthorization;
  jwt?: VerifiedJwt;
  caller?: IamCaller;
  /** What a policy or a simple response says of this very request. */
  verdict?: Verdict;
}

export interface HttpRouteMatch {
  readonly route: HttpApiRoute;
  /** Without the stage, percent-encoded. */
  readonly path: string;
  /** Still percent-encoded. */
  readonly pathParameters: ReadonlyMap<string, string>;
}

export interface HttpAuthorization {
  readonly result: HttpAuthorizerResult;
  readonly from: "hit" | "miss";
}

export interface VerifiedJwt {
  /** As functions see them. */
  readonly claims: ReadonlyMap<string, string>;
  /** Those of the route; `null` where it has none. */
  readonly scopes: readonly string[] | null;
}

export function openHttpExchange(request: GatewayRequest, api: HttpApi): HttpExchange {
  const receivedAt = api.clock();
  return {
    request,
    requestId: api.requestId(),
    receivedAt,
    protocol: `HTTP/${request.httpVersion ?? "1.1"}`,
    headers: [
      ...forwardedHeaders(request, newTraceId(receivedAt)),
      ["Content-Length", String(request.body.length)],
    ],
    query: parseTarget(request.rawPath, request.rawQuery)?.query,
  };
}

/**
 * The route of an exchange.
 * @throws Error before the stage `routeRequest` has found one
 */
export function matchOf(exchange: HttpExchange): HttpRouteMatch {
  if (!exchange.match) throw new Error("expected a stage after `routeRequest`, came before it");
  return exchange.match;
}
