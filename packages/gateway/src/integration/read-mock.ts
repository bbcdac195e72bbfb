/**
 * Mock integrations.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
import type {
  MockIntegration,
  MockResponse,
  PassthroughBehavior,
  ResponseParameter,
} from "../api-definition.ts";
import { describe, member, members, type Problems, refuseUnknown } from "../definition/problems.ts";
import { isSendable } from "../header.ts";
import { isRecord } from "../record.ts";
import { resolveReference } from "../validation/reference.ts";
import type { IntegrationPlace } from "./integration-place.ts";
import { unsupportedIn } from "./mapping-template.ts";
import { readSource } from "./read-mapping.ts";

const MEMBERS = [
  "type",
  "passthroughBehavior",
  "requestTemplates",
  "responses",
  // A mock calls nothing, whatever these say.
  "httpMethod",
  "timeoutInMillis",
  "uri",
];

const BEHAVIORS: Readonly<Record<string, PassthroughBehavior>> = {
  NEVER: "NEVER",
  WHEN_NO_MATCH: "WHEN_NO_MATCH",
  WHEN_NO_TEMPLATES: "WHEN_NO_TEMPLATES",
};

export function readMock(
  integration: Record<string, unknown>,
  place: IntegrationPlace,
  at: string,
  problems: Problems,
): MockIntegration {
  refuseUnknown(integration, MEMBERS, at, problems);
  const responses = members(member(integration, "responses"), `${at}.responses`, problems);
  return {
    type: "MOCK",
    requestTemplates: readTemplates(
      member(integration, "requestTemplates"),
      `${at}.requestTemplates`,
      problems,
    ),
    passthroughBehavior: readBehavior(member(integration, "passthroughBehavior"), at, problems),
    responses: responses
      .map(([pattern, response]) =>
        readResponse(pattern, response, place, `${at}.responses.${pattern}`, problems),
      )
      .filter((response) => response !== undefined),
  };
}

function readBehavior(behavior: unknown, at: string, problems: Problems): PassthroughBehavior {
  const name = typeof behavior === "string" ? behavior.toUpperCase() : (behavior ?? "WHEN_NO_MATCH");
  const known = typeof name === "string" && Object.hasOwn(BEHAVIORS, name) ? BEHAVIORS[name] : undefined;
  if (known) return known;
  problems.add(
    `${at}.passthroughBehavior`,
    `expected one of ${Object.keys(BEHAVIORS).join(", ")}, came ${describe(behavior)}`,
  );
  return "NEVER";
}

function readTemplates(templates: unknown, at: string, problems: Problems): Map<string, string> {
  const read = new Map<string, string>();
  for (const [contentType, template] of members(templates, at, problems)) {
    const place = `${at}.${contentType}`;
    if (typeof template !== "string" || !isSendable(["Content-Type", contentType])) {
      problems.add(place, `expected a template, came ${describe(template)}`);
      continue;
    }
    for (const text of unsupportedIn(template)) {
      problems.add(
        place,
        `\`${text}\` is not supported: expected text, \`$context\` and \`$stageVariables\``,
      );
    }
    read.set(contentType.toLowerCase(), template);
  }
  return read;
}

function readResponse(
  pattern: string,
  response: unknown,
  place: IntegrationPlace,
  at: string,
  problems: Problems,
): MockResponse | undefined {
  if (!isRecord(response)) return problems.add(at, `expected an object, came ${describe(response)}`);
  refuseUnknown(response, ["statusCode", "responseParameters", "responseTemplates"], at, problems);
  if (pattern !== "default" && !isPattern(pattern))
    return problems.add(at, "expected `default` or a regular expression");
  const statusCode = member(response, "statusCode");
  if (!/^[2-5][0-9]{2}$/.test(String(statusCode)))
    return problems.add(
      `${at}.statusCode`,
      `expected a status from 200 to 599, came ${describe(statusCode)}`,
    );
  const declared = declaredHeaders(String(statusCode), place, at, problems);
  if (!declared) return undefined;
  return {
    status: Number(statusCode),
    headers: readHeaders(response, declared, place, `${at}.responseParameters`, problems),
    templates: readTemplates(member(response, "responseTemplates"), `${at}.responseTemplates`, problems),
    ...(pattern !== "default" && { selectionPattern: pattern }),
  };
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`, "u") instanceof RegExp && new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** API Gateway sends only what the method response declares, and refuses an integration response without one. */
function declaredHeaders(
  status: string,
  { document, operation }: IntegrationPlace,
  at: string,
  problems: Problems,
): ReadonlySet<string> | undefined {
  const own = member(member(operation, "responses"), status);
  if (own === undefined) {
    return problems.add(`${at}.statusCode`, `expected a response \`${status}\` of the operation, came none`);
  }
  const response = resolveReference(document, own, "responses", at, problems);
  const headers = members(member(response, "headers"), `${at}.headers`, problems);
  return new Set(headers.map(([name]) => name.toLowerCase()));
}

function readHeaders(
  response: Record<string, unknown>,
  declared: ReadonlySet<string>,
  { stageVariables }: IntegrationPlace,
  at: string,
  problems: Problems,
): Map<string, ResponseParameter> {
  const headers = new Map<string, ResponseParameter>();
  for (const [key, expression] of members(member(response, "responseParameters"), at, problems)) {
    const name = /^method\.response\.header\.(.+)$/.exec(key)?.[1];
    const source = readSource(expression, stageVariables);
    if (name === undefined || !isSendable([name, ""]) || !declared.has(name.toLowerCase())) {
      problems.add(
        `${at}.${key}`,
        "expected `method.response.header.{name}` with a header that the operation's response declares",
      );
    } else if (typeof source === "string") problems.add(`${at}.${key}`, source);
    else headers.set(name, source);
  }
  return headers;
}
