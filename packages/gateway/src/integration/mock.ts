import type { Api } from "../api.ts";
import type { MockIntegration, MockResponse } from "../api-definition.ts";
import type { Exchange } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { type HeaderField, isSendable, lastValue } from "../header.ts";
import { mediaTypeOf } from "../media-type.ts";
import { isRecord } from "../record.ts";
import { refuse } from "../refusal.ts";
import { requestVariable } from "../request-variable.ts";
import { integrationHeaders } from "./integration-headers.ts";
import { renderTemplate } from "./mapping-template.ts";

const JSON_TYPE = "application/json";

/**
 * Answers without a backend: the request template names a status, and the response for that status is sent.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function integrateMock(integration: MockIntegration, exchange: Exchange, api: Api): GatewayResponse {
  const body = integrationBody(integration, exchange, api);
  if (body === undefined) return refuse(exchange, api, "UNSUPPORTED_MEDIA_TYPE", "MediaTypeUnsupported");
  const status = statusIn(body);
  const response = status === undefined ? undefined : responseFor(status, integration);
  if (!response) return refuse(exchange, api, "API_CONFIGURATION_ERROR", "NoMockResponse");
  const [contentType, template] = chooseTemplate(response, exchange);
  return {
    status: response.status,
    headers: [
      ["Content-Type", contentType],
      ...mappedHeaders(response, exchange, api),
      ...integrationHeaders(exchange),
    ],
    body: Buffer.from(renderTemplate(template, exchange, api)),
  };
}

/**
 * The rendered template of the request's content type, or the request's body where it is passed through;
 * `undefined` where it is neither.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
function integrationBody(
  { requestTemplates, passthroughBehavior }: MockIntegration,
  exchange: Exchange,
  api: Api,
): string | undefined {
  const type = mediaTypeOf(lastValue(exchange.headers, "content-type"));
  const template = requestTemplates.get(type) ?? requestTemplates.get("$default");
  if (template !== undefined) return renderTemplate(template, exchange, api);
  if (passthroughBehavior === "NEVER") return undefined;
  if (passthroughBehavior === "WHEN_NO_TEMPLATES" && requestTemplates.size > 0) return undefined;
  return Buffer.from(exchange.request.body).toString("utf8");
}

function statusIn(body: string): number | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const status = isRecord(parsed) ? parsed.statusCode : undefined;
    return typeof status === "number" && Number.isInteger(status) ? status : undefined;
  } catch {
    return undefined;
  }
}

function responseFor(status: number, { responses }: MockIntegration): MockResponse | undefined {
  const matching = responses.find(
    ({ selectionPattern }) =>
      selectionPattern !== undefined && new RegExp(`^(?:${selectionPattern})$`, "u").test(String(status)),
  );
  return matching ?? responses.find(({ selectionPattern }) => selectionPattern === undefined);
}

/** `Accept` chooses; else it is JSON, else the first. */
function chooseTemplate({ templates }: MockResponse, { headers }: Exchange): readonly [string, string] {
  const accepted = mediaTypeOf(lastValue(headers, "accept")?.split(",", 1)[0]);
  for (const type of [accepted, JSON_TYPE]) {
    const template = templates.get(type);
    if (template !== undefined) return [type, template];
  }
  const [first] = templates;
  return first ?? [JSON_TYPE, ""];
}

function mappedHeaders({ headers }: MockResponse, exchange: Exchange, api: Api): HeaderField[] {
  return [...headers]
    .map(([name, source]): HeaderField => {
      const value = source.kind === "static" ? source.value : requestVariable(source.name, exchange, api);
      // What cannot stand in a header leaves the header out.
      return [name, value ?? "\n"];
    })
    .filter(isSendable);
}
