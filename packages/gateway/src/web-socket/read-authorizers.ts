import { describe, member, members, type Problems, refuseUnknown } from "../definition/problems.ts";
import { readFunctionName } from "../definition/read-function-name.ts";
import { isRecord } from "../record.ts";
import type { WebSocketAuthorizer, WebSocketIdentitySource } from "./web-socket-definition.ts";

const MEMBERS = [
  "authorizerType",
  "authorizerUri",
  "identitySource",
  // The role that API Gateway assumes to invoke the function; there is none to assume here.
  "authorizerCredentialsArn",
];

/** By their names; `undefined` for one that has a problem. */
export type WebSocketAuthorizers = ReadonlyMap<string, WebSocketAuthorizer | undefined>;

/** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html */
export function readAuthorizers(authorizers: unknown, problems: Problems): WebSocketAuthorizers {
  return new Map(
    members(authorizers, "authorizers", problems).map(([name, authorizer]) => [
      name,
      readAuthorizer(name, authorizer, `authorizers.${name}`, problems),
    ]),
  );
}

function readAuthorizer(
  name: string,
  authorizer: unknown,
  at: string,
  problems: Problems,
): WebSocketAuthorizer | undefined {
  if (!isRecord(authorizer)) return problems.add(at, `expected an object, came ${describe(authorizer)}`);
  refuseUnknown(authorizer, MEMBERS, at, problems);
  const type = member(authorizer, "authorizerType");
  if (type !== "REQUEST") {
    return problems.add(`${at}.authorizerType`, `expected \`REQUEST\`, came ${describe(type)}`);
  }
  const functionName = readFunctionName(member(authorizer, "authorizerUri"), `${at}.authorizerUri`, problems);
  const identitySources = readSources(member(authorizer, "identitySource"), at, problems);
  return functionName === undefined ? undefined : { name, functionName, identitySources };
}

/** Without one, every connection is asked about. */
function readSources(list: unknown, at: string, problems: Problems): WebSocketIdentitySource[] {
  const inside = `${at}.identitySource`;
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    problems.add(inside, `expected a list, came ${describe(list)}`);
    return [];
  }
  return list
    .map((source: unknown) => readSource(source, inside, problems))
    .filter((source) => source !== undefined);
}

const SOURCES = [
  ["header", /^route\.request\.header\.([!#$%&'*+.^_`|~0-9A-Za-z-]+)$/],
  ["querystring", /^route\.request\.querystring\.([^\s,]+)$/],
  ["stageVariable", /^stageVariables\.([A-Za-z0-9_]+)$/],
] as const satisfies [WebSocketIdentitySource["kind"], RegExp][];

function readSource(source: unknown, at: string, problems: Problems): WebSocketIdentitySource | undefined {
  for (const [kind, form] of SOURCES) {
    const name = typeof source === "string" ? form.exec(source)?.[1] : undefined;
    if (name !== undefined) return { kind, name };
  }
  return problems.add(
    at,
    `expected \`route.request.header.{name}\`, \`route.request.querystring.{name}\` or \`stageVariables.{name}\`, came ${describe(source)}`,
  );
}
