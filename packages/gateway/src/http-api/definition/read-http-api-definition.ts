/**
 * Reads an HTTP API's contract: OpenAPI 3.0 with the extensions of API Gateway.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
import type { DefinitionSettings } from "../../definition/definition-settings.ts";
import { refuseUnknownExtensions } from "../../definition/extensions.ts";
import { createProblems } from "../../definition/problems.ts";
import { expectOpenApi } from "../../definition/read-definition.ts";
import { GatewayError } from "../../errors.ts";
import type { HttpApiDefinition } from "../http-api-definition.ts";
import { HTTP_API_EXTENSIONS } from "./http-extensions.ts";
import { readCors } from "./read-cors.ts";
import { readHttpAuthorizers } from "./read-http-authorizers.ts";
import { readHttpRoutes } from "./read-http-routes.ts";
import { readHttpSettings } from "./read-http-settings.ts";

/**
 * @param document the document as parsed from YAML or JSON
 * @throws GatewayError `UnsupportedDefinition` with everything in the document that the gateway cannot honour,
 *   `InvalidSetting` when a setting is not one of AWS's form
 */
export function readHttpApiDefinition(
  document: unknown,
  settings: DefinitionSettings = {},
): HttpApiDefinition {
  const place = readHttpSettings(settings);
  const problems = createProblems();
  expectOpenApi(document, problems);
  refuseUnknownExtensions(document, problems, HTTP_API_EXTENSIONS);
  const { stageVariables } = place;
  const authorizers = readHttpAuthorizers(document, stageVariables, problems);
  const cors = readCors(document, problems);
  const routes = readHttpRoutes({ document, authorizers, stageVariables }, problems);
  if (problems.lines.length > 0) throw new GatewayError("UnsupportedDefinition", problems.lines);
  return { ...place, ...(cors && { cors }), ...routes };
}
