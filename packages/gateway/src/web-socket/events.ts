/**
 * The events of a WebSocket API's functions.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
import type { HeaderField } from "../header.ts";
import { multiValueMaps } from "../multi-value.ts";
import { formatRequestTime } from "../request-time.ts";
import type { Client, Ending } from "./connection.ts";
import { type Opening, queryOf } from "./opening.ts";
import type { WebSocketApi } from "./web-socket-api.ts";

type Event = Record<string, unknown>;

/** The headers that API Gateway shows to an authorizer alone. */
const UPGRADE: readonly HeaderField[] = [
  ["Connection", "upgrade"],
  ["content-length", "0"],
  ["Upgrade", "websocket"],
];

/** What a REQUEST authorizer of `$connect` is asked. */
export function authorizerEvent(opening: Opening, client: Client, api: WebSocketApi): Event {
  const headers = headerMaps([...opening.headers, ...UPGRADE]);
  const parameters = multiValueMaps(queryOf(opening));
  return {
    type: "REQUEST",
    methodArn: connectArn(api),
    headers: headers.single,
    multiValueHeaders: headers.multi,
    queryStringParameters: parameters.single ?? {},
    multiValueQueryStringParameters: parameters.multi ?? {},
    stageVariables: Object.fromEntries(api.definition.stageVariables),
    requestContext: requestContext("CONNECT", "$connect", opening.requestId, opening.receivedAt, client, api),
  };
}

/** The ARN of `$connect`, which has no verb. */
export function connectArn({ definition }: WebSocketApi): string {
  const { region, accountId, apiId, stage } = definition;
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/$connect`;
}

export function connectEvent(opening: Opening, client: Client, api: WebSocketApi): Event {
  const { requestId, receivedAt } = opening;
  const headers = headerMaps(opening.headers);
  const parameters = multiValueMaps(queryOf(opening));
  return {
    headers: headers.single,
    multiValueHeaders: headers.multi,
    ...(parameters.single && {
      queryStringParameters: parameters.single,
      multiValueQueryStringParameters: parameters.multi,
    }),
    ...stageVariables(api),
    requestContext: requestContext("CONNECT", "$connect", requestId, receivedAt, client, api),
    isBase64Encoded: false,
  };
}

export function messageEvent(
  body: string,
  routeKey: string,
  requestId: string,
  client: Client,
  api: WebSocketApi,
): Event {
  return {
    ...stageVariables(api),
    requestContext: {
      ...requestContext("MESSAGE", routeKey, requestId, api.clock(), client, api),
      messageId: api.newId(),
    },
    body,
    isBase64Encoded: false,
  };
}

export function disconnectEvent(
  { code, reason }: Ending,
  requestId: string,
  client: Client,
  api: WebSocketApi,
): Event {
  const headers = headerMaps([
    ["Host", api.domainName],
    ["x-api-key", ""],
    ["X-Forwarded-For", ""],
    ["x-restapi", ""],
  ]);
  return {
    headers: headers.single,
    multiValueHeaders: headers.multi,
    ...stageVariables(api),
    requestContext: {
      ...requestContext("DISCONNECT", "$disconnect", requestId, api.clock(), client, api),
      disconnectStatusCode: code,
      disconnectReason: reason,
    },
    isBase64Encoded: false,
  };
}

function headerMaps(headers: readonly HeaderField[]) {
  return multiValueMaps(headers, (name) => name.toLowerCase());
}

function stageVariables({ definition }: WebSocketApi): Event {
  const { stageVariables } = definition;
  return stageVariables.size === 0 ? {} : { stageVariables: Object.fromEntries(stageVariables) };
}

function requestContext(
  eventType: "CONNECT" | "MESSAGE" | "DISCONNECT",
  routeKey: string,
  requestId: string,
  requestTimeEpoch: number,
  client: Client,
  { definition, domainName }: WebSocketApi,
): Event {
  return {
    routeKey,
    eventType,
    extendedRequestId: requestId,
    requestTime: formatRequestTime(requestTimeEpoch),
    messageDirection: "IN",
    stage: definition.stage,
    connectedAt: client.connectedAt,
    requestTimeEpoch,
    identity: identity(client),
    requestId,
    domainName,
    connectionId: client.connectionId,
    apiId: definition.apiId,
    ...authorizer(client),
  };
}

function identity({ sourceIp, userAgent, caller }: Client): Event {
  return {
    ...(caller && {
      accessKey: caller.accessKeyId,
      accountId: caller.accountId,
      caller: caller.userId,
      user: caller.userId,
      userArn: caller.arn,
    }),
    ...(userAgent !== undefined && { userAgent }),
    sourceIp,
  };
}

/** The authorizer's context, under which its `principalId` cannot be replaced. */
function authorizer({ authorization }: Client): Event {
  if (!authorization) return {};
  const { result, latencyMs } = authorization;
  return {
    authorizer: {
      ...Object.fromEntries(result.context),
      principalId: result.principalId,
      integrationLatency: latencyMs,
    },
  };
}
