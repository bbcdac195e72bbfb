import type { ApiOptions } from "./api-options.ts";
import type { JsonObject } from "./contract-document.ts";
import { isOn } from "./options.ts";

/**
 * The answers that API Gateway gives itself. Customizing one replaces its template, so that of a denial is
 * written out: its `Message` has a capital.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const TEMPLATES = {
  DEFAULT_4XX: '{"message":$context.error.messageString}',
  DEFAULT_5XX: '{"message":$context.error.messageString}',
  ACCESS_DENIED: '{"Message":$context.error.messageString}',
  // API Gateway says so of a route that does not exist, too.
  MISSING_AUTHENTICATION_TOKEN:
    '{"message":$context.error.messageString,"hint":"no operation of the API has this path and verb"}',
} as const satisfies Record<string, string>;

type ResponseType = keyof typeof TEMPLATES;

/** Without these headers a browser hides from its page why a request was refused. */
export function gatewayResponses(cors: ApiOptions["cors"]): JsonObject {
  const headers = isOn(cors) ? corsHeaders(cors.origin) : {};
  return Object.fromEntries(
    Object.entries(TEMPLATES).map(([type, template]) => [
      type,
      {
        ...statusOf(type),
        responseParameters: headers,
        responseTemplates: { "application/json": template },
      },
    ]),
  );
}

/** A default has no status of its own: given one, every type that falls back to it would have it. */
function statusOf(type: string): { statusCode: number } | undefined {
  return type === ("ACCESS_DENIED" satisfies ResponseType) || type === "MISSING_AUTHENTICATION_TOKEN"
    ? { statusCode: 403 }
    : undefined;
}

function corsHeaders(origin: string): JsonObject {
  return {
    "gatewayresponse.header.Access-Control-Allow-Origin": `'${origin}'`,
    "gatewayresponse.header.Access-Control-Allow-Headers": "'Authorization,Content-Type,X-Api-Key'",
    "gatewayresponse.header.Access-Control-Allow-Methods": "'*'",
  };
}
