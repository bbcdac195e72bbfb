/**
 * The events that an authorizer is called with, told apart by their shape.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
import { type Binding, bindingOf, parseExecuteApiArn } from "@lychgate/policy";
import { invalidEvent } from "./errors.ts";
import { recordIn, type UnknownRecord } from "./record.ts";

/** Each kind of event, and the property that names what was called. */
const EVENT_KINDS = {
  TOKEN: { api: "REST", arn: "methodArn" },
  REQUEST: { api: "REST", arn: "methodArn" },
  "1.0": { api: "HTTP", arn: "methodArn" },
  "2.0": { api: "HTTP", arn: "routeArn" },
  $connect: { api: "WebSocket", arn: "methodArn" },
} as const satisfies Record<string, { api: "REST" | "HTTP" | "WebSocket"; arn: "methodArn" | "routeArn" }>;

export type EventKind = keyof typeof EVENT_KINDS;

/** What was called: the whole ARN, and the API and stage in it. */
export interface CalledRoute {
  kind: EventKind;
  arn: string;
  binding: Binding;
}

const CONNECT = "$connect";

/**
 * Tells what was called.
 * @throws AuthorizerFault `InvalidEvent` when the event is none of an authorizer
 */
export function calledRoute(event: UnknownRecord): CalledRoute {
  const version = versionOf(event);
  const { api, arn: name } = EVENT_KINDS[version];
  const arn = event[name];
  const bind = api === "HTTP" ? bindingInHttpApi : bindingOf;
  const binding = typeof arn === "string" ? bind(arn) : undefined;
  if (typeof arn !== "string" || !binding)
    throw invalidEvent(`expected \`${name}\` to be the ARN of a route`);
  const isSocket = version === "REQUEST" && isOfWebSocket(event, arn === binding.prefix + CONNECT);
  return { kind: isSocket ? CONNECT : version, arn, binding };
}

function versionOf({ type, version }: UnknownRecord): Exclude<EventKind, "$connect"> {
  if (type === "TOKEN") return type;
  if (type !== "REQUEST") throw invalidEvent("expected `type` to be TOKEN or REQUEST");
  if (version === undefined) return type;
  if (version === "1.0" || version === "2.0") return version;
  throw invalidEvent("expected `version` to be 1.0 or 2.0");
}

/** An event with one sign of a WebSocket has to have them all, for only `$connect` is authorized. */
function isOfWebSocket({ requestContext }: UnknownRecord, isConnectArn: boolean): boolean {
  const { eventType, routeKey, connectionId } = recordIn(requestContext);
  if (!isConnectArn && eventType === undefined && connectionId === undefined) return false;
  if (isConnectArn && eventType === "CONNECT" && routeKey === CONNECT) return true;
  throw invalidEvent("expected an event of a WebSocket to be that of `$connect`");
}

/** HTTP APIs alone have a stage of this name. Its `$` begins no policy variable, for no brace follows. */
const DEFAULT_STAGE = "$default";

function bindingInHttpApi(routeArn: string): Binding | undefined {
  const resource = parseExecuteApiArn(routeArn)?.resource ?? "";
  const [apiId = "", stage] = resource.split("/", 2);
  if (stage !== DEFAULT_STAGE) return bindingOf(routeArn);
  const head = routeArn.slice(0, -resource.length) + apiId;
  const route = resource.slice(`${apiId}/${stage}`.length);
  return bindingOf(`${head}/default${route}`) && { prefix: `${head}/${stage}/` };
}
