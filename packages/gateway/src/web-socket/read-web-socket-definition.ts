/**
 * Reads a WebSocket API, which API Gateway does not import from OpenAPI: a document in the words of its own resources.
 *
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/api-reference.html
 */
import { type DefinitionSettings, type Place, readSettings } from "../definition/definition-settings.ts";
import { createProblems, describe, member, type Problems } from "../definition/problems.ts";
import { GatewayError } from "../errors.ts";
import { isRecord } from "../record.ts";
import { readAuthorizers } from "./read-authorizers.ts";
import { readIntegrations } from "./read-integrations.ts";
import { readRoutes } from "./read-routes.ts";
import type { WebSocketDefinition } from "./web-socket-definition.ts";

const MEMBERS = [
  "name",
  "description",
  "version",
  "tags",
  "protocolType",
  "routeSelectionExpression",
  "stageVariables",
  "authorizers",
  "integrations",
  "routes",
];

/** Whether a document says of itself that it is a WebSocket API. */
export function isWebSocketDefinition(document: unknown): boolean {
  return member(document, "protocolType") === "WEBSOCKET";
}

/**
 * @param document the document as parsed from YAML or JSON
 * @param settings where the API stands; stage variables take the place of the document's
 * @throws GatewayError `UnsupportedDefinition` with everything in the document that the gateway cannot honour,
 *   `InvalidSetting` when a setting or a stage variable is not one of AWS's form
 */
export function readWebSocketDefinition(
  document: unknown,
  settings: DefinitionSettings = {},
): WebSocketDefinition {
  const problems = createProblems();
  if (!isRecord(document)) {
    throw new GatewayError("UnsupportedDefinition", [`expected an object, came ${describe(document)}`]);
  }
  for (const key of Object.keys(document)) {
    if (!MEMBERS.includes(key)) problems.add(key, "is not supported");
  }
  const definition = readMembers(document, settings, problems);
  if (definition && problems.lines.length === 0) return definition;
  throw new GatewayError("UnsupportedDefinition", problems.lines);
}

function readMembers(
  document: Record<string, unknown>,
  settings: DefinitionSettings,
  problems: Problems,
): WebSocketDefinition | undefined {
  if (!isWebSocketDefinition(document)) {
    const came = describe(member(document, "protocolType"));
    problems.add("protocolType", `expected \`WEBSOCKET\`, came ${came}`);
  }
  const name = readName(member(document, "name"), problems);
  const routeSelection = readSelection(member(document, "routeSelectionExpression"), problems);
  const variables = readVariables(member(document, "stageVariables"), problems);
  const authorizers = readAuthorizers(member(document, "authorizers"), problems);
  const integrations = readIntegrations(member(document, "integrations"), problems);
  const routes = readRoutes(member(document, "routes"), { authorizers, integrations }, problems);
  if (name === undefined || !routeSelection || !routes) return undefined;
  const { endpointType, ...place } = readPlace(settings, variables);
  return { name, ...place, routeSelection, ...routes };
}

function readPlace(settings: DefinitionSettings, variables: Readonly<Record<string, string>>): Place {
  const place = readSettings({ ...settings, stageVariables: { ...variables, ...settings.stageVariables } });
  if (place.endpointType === "REGIONAL") return place;
  throw new GatewayError("InvalidSetting", [
    `endpointType: expected REGIONAL for a WebSocket API, came \`${place.endpointType}\``,
  ]);
}

function readName(name: unknown, problems: Problems): string | undefined {
  if (typeof name === "string" && name !== "") return name;
  return problems.add("name", `expected text, came ${describe(name)}`);
}

const SELECTION = /^\$(?:request\.body\.([\w-]+(?:\.[\w-]+)*)|\{request\.body\.([\w-]+(?:\.[\w-]+)*)\})$/;

/**
 * One variable of the body; AWS takes several as well.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html#apigateway-websocket-api-route-selection-expressions
 */
function readSelection(expression: unknown, problems: Problems): readonly string[] | undefined {
  const [, bare, braced] = (typeof expression === "string" && SELECTION.exec(expression)) || [];
  const path = bare ?? braced;
  if (path !== undefined) return path.split(".");
  return problems.add(
    "routeSelectionExpression",
    `expected one variable such as \`$request.body.action\`, came ${describe(expression)}`,
  );
}

function readVariables(variables: unknown, problems: Problems): Record<string, string> {
  if (variables === undefined) return {};
  const entries = isRecord(variables) ? Object.entries(variables) : [["", undefined] as const];
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  if (texts.length < entries.length) problems.add("stageVariables", "expected names with texts");
  return Object.fromEntries(texts);
}
