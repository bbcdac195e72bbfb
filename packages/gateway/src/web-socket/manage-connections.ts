/**
 * What a backend does with its API's connections: `POST`, `GET` and `DELETE /{stage}/@connections/{connection id}`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
import { evaluate, type Verdict } from "@lychgate/evaluation";
import type { LogReason } from "../api.ts";
import type { GatewayRequest, GatewayResponse } from "../gateway-message.ts";
import { builtInResponse, type ResponseType } from "../gateway-response-type.ts";
import { isSendable } from "../header.ts";
import type { IamCaller } from "../iam/iam-caller.ts";
import { decode, parseTarget, type RequestTarget } from "../request-target.ts";
import { conditionContext } from "../resource-policy/condition-context.ts";
import { SIGNATURE_REFUSALS } from "../stages/authenticate-iam.ts";
import { type Connection, isOpen, send } from "./connection.ts";
import { errorText } from "./error-text.ts";
import { ENDINGS, endConnection, MAX_MESSAGE_BYTES } from "./open-connection.ts";
import { verifyCaller } from "./verify-caller.ts";
import type { WebSocketApi } from "./web-socket-api.ts";
import { webSocketEntry } from "./web-socket-entry.ts";

/** A request for a connection, with what was found out about it. */
interface Management {
  readonly request: GatewayRequest;
  readonly requestId: string;
  /** As the caller names it; there may be none of this id. */
  readonly connectionId: string;
  readonly target: RequestTarget;
  caller?: IamCaller;
  verdict?: Verdict;
}

type Action = (connection: Connection, management: Management, api: WebSocketApi) => GatewayResponse;

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["POST", post],
  ["GET", get],
  ["DELETE", remove],
]);

/** Answers a request that is no handshake. Without a good signature, it is not told which connections there are. */
export function manageConnections(request: GatewayRequest, api: WebSocketApi): GatewayResponse {
  const requestId = api.newId();
  const target = parseTarget(request.rawPath, request.rawQuery);
  if (!target || !request.headers.every(isSendable)) {
    return refuse("MALFORMED_REQUEST", "MalformedRequest", "", requestId, api);
  }
  const connectionId = connectionIdIn(target, api);
  if (connectionId === undefined) return refuse("WRONG_STAGE", "NoRoute", "", requestId, api);
  const management: Management = { request, requestId, connectionId, target };
  const response = serve(management, api);
  const routeKey = `${request.method} @connections`;
  const what = { requestId, connectionId, routeKey, status: response.status };
  api.onDecision(webSocketEntry(what, management, management.verdict));
  return response;
}

/** Clients percent-encode the at sign and what base64 ends in. */
function connectionIdIn({ stage, path }: RequestTarget, { definition }: WebSocketApi): string | undefined {
  if (stage !== definition.stage) return undefined;
  return /^\/@connections\/([^/]+)$/.exec(decode(path) ?? "")?.[1];
}

function serve(management: Management, api: WebSocketApi): GatewayResponse {
  const { request, requestId, connectionId } = management;
  const act = ACTIONS.get(request.method);
  if (!act) return refuse("MISSING_AUTHENTICATION_TOKEN", "NoRoute", connectionId, requestId, api);
  const refusal = authenticate(management, api) ?? authorize(management, api);
  if (refusal) return refusal;
  if (request.body.length > MAX_MESSAGE_BYTES) {
    return tell(413, "Request Too Long", "PayloadTooLargeException", connectionId, requestId);
  }
  const connection = api.connections.get(connectionId);
  if (!connection || !isOpen(connection)) return tell(410, "Gone", "GoneException", connectionId, requestId);
  return act(connection, management, api);
}

function authenticate(management: Management, api: WebSocketApi): GatewayResponse | undefined {
  const { request, requestId, connectionId, target } = management;
  const verification = verifyCaller({ ...request, query: target.query }, api);
  if (verification.outcome === "verified") {
    management.caller = verification.credentials.caller;
    return undefined;
  }
  const [type, reason] = SIGNATURE_REFUSALS[verification.outcome];
  return refuse(type, reason, connectionId, requestId, api);
}

/**
 * Evaluates the caller's own policies. AWS names no connection in the ARN, but writes `{connectionId}` in its place:
 * a policy is about all connections of a stage, or none.
 *
 * @see https://github.com/aws/aws-cdk/issues/18410
 */
function authorize(management: Management, api: WebSocketApi): GatewayResponse | undefined {
  const { request, requestId, connectionId, caller } = management;
  const { region, accountId, apiId, stage } = api.definition;
  const resource = `${apiId}/${stage}/${request.method}/@connections/{connectionId}`;
  if (caller?.accountId === accountId) {
    management.verdict = evaluate(caller.policies, {
      methodArn: `arn:aws:execute-api:${region}:${accountId}:${resource}`,
      action: "execute-api:ManageConnections",
      context: conditionContext({ request, headers: request.headers, caller }, api),
    });
  }
  if (management.verdict?.decision === "allowed") return undefined;
  return tell(403, "Forbidden", "ForbiddenException", connectionId, requestId);
}

function post(connection: Connection, { request }: Management): GatewayResponse {
  // A text frame of what is no UTF-8 would break the connection.
  send(connection, Buffer.from(request.body).toString());
  return answer(200, "");
}

function get({ client, lastActiveAt }: Connection): GatewayResponse {
  const { connectedAt, sourceIp, userAgent } = client;
  return answer(
    200,
    JSON.stringify({
      connectedAt: new Date(connectedAt).toISOString(),
      identity: { sourceIp, ...(userAgent !== undefined && { userAgent }) },
      lastActiveAt: new Date(lastActiveAt).toISOString(),
    }),
  );
}

function remove(connection: Connection, _: Management, api: WebSocketApi): GatewayResponse {
  endConnection(connection, ENDINGS.deleted, api);
  return answer(204, "");
}

function refuse(
  type: ResponseType,
  reason: LogReason,
  connectionId: string,
  requestId: string,
  { log }: WebSocketApi,
): GatewayResponse {
  log({ requestId, reason });
  const { status, message, errorType } = builtInResponse(type);
  return tell(status, message, errorType, connectionId, requestId);
}

function tell(
  status: number,
  message: string | null,
  errorType: string,
  connectionId: string,
  requestId: string,
): GatewayResponse {
  const { headers, ...response } = answer(status, errorText(message, connectionId, requestId));
  return {
    ...response,
    headers: [...headers, ["x-amzn-ErrorType", errorType], ["x-amzn-RequestId", requestId]],
  };
}

function answer(status: number, body: string): GatewayResponse {
  return { status, headers: [["Content-Type", "application/json"]], body: Buffer.from(body) };
}
