import { describe, member, members, type Problems, refuseUnknown } from "../definition/problems.ts";
import { isRecord } from "../record.ts";
import type { WebSocketAuthorizers } from "./read-authorizers.ts";
import type { WebSocketIntegrations } from "./read-integrations.ts";
import type {
  ConnectAuthorization,
  ConnectRoute,
  MessageRoute,
  WebSocketDefinition,
  WebSocketIntegration,
} from "./web-socket-definition.ts";

/** What routes refer to. */
interface Named {
  readonly authorizers: WebSocketAuthorizers;
  readonly integrations: WebSocketIntegrations;
}

type Routes = Pick<WebSocketDefinition, "connect" | "disconnect" | "routes">;

/** The keys that begin with a dollar sign are API Gateway's. */
const PREDEFINED = ["$connect", "$disconnect", "$default"];

/**
 * Only `$connect` can be authorized. It has to say whether it is, so that nobody is let in by an omission.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export function readRoutes(document: unknown, named: Named, problems: Problems): Routes | undefined {
  const all = new Map(members(document, "routes", problems));
  for (const key of all.keys()) {
    if (key === "" || (key.startsWith("$") && !PREDEFINED.includes(key))) {
      problems.add(`routes.${key}`, `expected a route key of its own or one of ${PREDEFINED.join(", ")}`);
    }
  }
  const connect = readConnect(all.get("$connect"), named, problems);
  const disconnect = readDisconnect(all.get("$disconnect"), named, problems);
  const keys = [...all.keys()].filter((key) => key === "$default" || !PREDEFINED.includes(key));
  const routes = keys.map((key) => readMessageRoute(key, all.get(key), named, problems));
  refuseUnused(connect, named, problems);
  return (
    connect && {
      connect,
      ...(disconnect && { disconnect }),
      routes: new Map(routes.flatMap((route) => (route ? [[route.key, route] as const] : []))),
    }
  );
}

function readConnect(route: unknown, named: Named, problems: Problems): ConnectRoute | undefined {
  const at = "routes.$connect";
  if (!isRecord(route)) {
    return problems.add(
      at,
      `expected who may connect, such as \`authorizationType: NONE\`, came ${came(route)}`,
    );
  }
  refuseUnknown(route, ["authorizationType", "authorizer", "integration"], at, problems);
  const authorization = readAuthorization(route, named, at, problems);
  const reference = member(route, "integration");
  const integration = reference === undefined ? undefined : findIntegration(reference, named, at, problems);
  return authorization && { authorization, ...(integration && { integration }) };
}

function came(value: unknown): string {
  return value === undefined ? "none" : describe(value);
}

function readAuthorization(
  route: Record<string, unknown>,
  { authorizers }: Named,
  at: string,
  problems: Problems,
): ConnectAuthorization | undefined {
  const type = member(route, "authorizationType");
  const name = member(route, "authorizer");
  if (type === "CUSTOM") {
    const authorizer = typeof name === "string" ? authorizers.get(name) : undefined;
    if (authorizer) return { type, authorizer };
    if (typeof name === "string" && authorizers.has(name)) return undefined;
    return problems.add(`${at}.authorizer`, `expected one of \`authorizers\`, came ${came(name)}`);
  }
  if (name !== undefined) problems.add(`${at}.authorizer`, "expected `authorizationType: CUSTOM` with it");
  if (type === "NONE" || type === "AWS_IAM") return { type };
  return problems.add(`${at}.authorizationType`, `expected one of NONE, CUSTOM, AWS_IAM, came ${came(type)}`);
}

/** An authorizer that no route asks is a rule that nobody enforces. */
function refuseUnused(connect: ConnectRoute | undefined, { authorizers }: Named, problems: Problems): void {
  if (!connect) return;
  const { authorization } = connect;
  const used = authorization.type === "CUSTOM" ? authorization.authorizer.name : undefined;
  for (const name of authorizers.keys()) {
    if (name !== used) problems.add(`authorizers.${name}`, "expected `$connect` to use it");
  }
}

function readDisconnect(route: unknown, named: Named, problems: Problems): WebSocketIntegration | undefined {
  if (route === undefined) return undefined;
  const at = "routes.$disconnect";
  if (!isRecord(route)) return problems.add(at, `expected an object, came ${describe(route)}`);
  refuseAuthorization(route, ["integration"], at, problems);
  return findIntegration(member(route, "integration"), named, at, problems);
}

function readMessageRoute(
  key: string,
  route: unknown,
  named: Named,
  problems: Problems,
): MessageRoute | undefined {
  const at = `routes.${key}`;
  if (!isRecord(route)) return problems.add(at, `expected an object, came ${describe(route)}`);
  refuseAuthorization(route, ["integration", "routeResponseSelectionExpression"], at, problems);
  const response = member(route, "routeResponseSelectionExpression");
  if (response !== undefined && response !== "$default") {
    problems.add(
      `${at}.routeResponseSelectionExpression`,
      `expected \`$default\`, came ${describe(response)}`,
    );
  }
  const integration = findIntegration(member(route, "integration"), named, at, problems);
  return integration && { key, integration, responds: response === "$default" };
}

function refuseAuthorization(
  route: Record<string, unknown>,
  known: readonly string[],
  at: string,
  problems: Problems,
): void {
  const type = member(route, "authorizationType");
  if (type !== undefined && type !== "NONE") {
    problems.add(`${at}.authorizationType`, "expected only `$connect` to be authorized, as by API Gateway");
  }
  refuseUnknown(route, ["authorizationType", ...known], at, problems);
}

function findIntegration(
  name: unknown,
  { integrations }: Named,
  at: string,
  problems: Problems,
): WebSocketIntegration | undefined {
  const integration = typeof name === "string" ? integrations.get(name) : undefined;
  if (integration || (typeof name === "string" && integrations.has(name))) return integration;
  return problems.add(`${at}.integration`, `expected one of \`integrations\`, came ${came(name)}`);
}
