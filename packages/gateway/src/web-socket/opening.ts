/** One handshake on its way through `$connect`, with what the stages have found out so far. */
import type { Verdict } from "@lychgate/evaluation";
import type { LogReason } from "../api.ts";
import type { Authorization } from "../exchange.ts";
import { newTraceId } from "../exchange.ts";
import { forwardedHeaders } from "../forwarded-headers.ts";
import type { GatewayRequest } from "../gateway-message.ts";
import { builtInResponse, type ResponseType } from "../gateway-response-type.ts";
import type { HeaderField } from "../header.ts";
import type { IamCaller } from "../iam/iam-caller.ts";
import { parseTarget, type RequestTarget } from "../request-target.ts";
import type { WebSocketApi } from "./web-socket-api.ts";

export interface Opening {
  readonly request: GatewayRequest;
  readonly requestId: string;
  readonly connectionId: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** `undefined` when the request line is malformed. */
  readonly target: RequestTarget | undefined;
  /** The caller's headers as functions see them; a signature is taken out once it is verified. */
  headers: readonly HeaderField[];
  authorization?: Authorization;
  caller?: IamCaller;
  verdict?: Verdict;
  /** The subprotocol that the integration chose. */
  protocol?: string;
}

/** Why nobody is connected, as the client is told. */
export interface Refusal {
  readonly status: number;
  /** Left out where the integration refused: only its status counts. */
  readonly error?: { readonly message: string | null; readonly type: string };
}

export function beginOpening(request: GatewayRequest, api: WebSocketApi): Opening {
  const receivedAt = api.clock();
  return {
    request,
    requestId: api.newId(),
    connectionId: api.newId(),
    receivedAt,
    target: parseTarget(request.rawPath, request.rawQuery),
    headers: forwardedHeaders(request, newTraceId(receivedAt)),
  };
}

/** Ends a handshake: says why in the log, and to the client only what API Gateway says. */
export function refuseOpening(
  { requestId }: Pick<Opening, "requestId">,
  api: WebSocketApi,
  type: ResponseType,
  reason: LogReason,
  more: { detail?: string; functionName?: string } = {},
): Refusal {
  api.log({ requestId, reason, ...more });
  const builtIn = builtInResponse(type);
  return { status: builtIn.status, error: { message: builtIn.message, type: builtIn.errorType } };
}

/**
 * The query of a handshake that was admitted.
 * @throws Error when it was not
 */
export function queryOf({ target }: Opening): RequestTarget["query"] {
  if (!target) throw new Error("expected a handshake that was admitted");
  return target.query;
}
