/**
 * Reads an API's contract: OpenAPI 3.0 with the extensions of API Gateway.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
import type { ApiDefinition } from "../api-definition.ts";
import { hasUserPools, readCognitoAuthorizer } from "../cognito/read-cognito-authorizer.ts";
import { GatewayError } from "../errors.ts";
import { readResourcePolicy } from "../resource-policy/read-resource-policy.ts";
import { readApiKeyContract } from "../usage/api-key-scheme.ts";
import { readValidators } from "../validation/read-request-validator.ts";
import { type DefinitionSettings, type Place, readSettings } from "./definition-settings.ts";
import { refuseUnknownExtensions } from "./extensions.ts";
import { createProblems, describe, member, type Problems } from "./problems.ts";
import { readAuthorizer } from "./read-authorizer.ts";
import { readGatewayResponses } from "./read-gateway-responses.ts";
import { isSigV4Scheme, readSigV4Scheme } from "./read-iam-auth.ts";
import { readResources } from "./read-resources.ts";
import { readSchemes } from "./read-schemes.ts";
import type { Authorizers } from "./read-security.ts";

export type { DefinitionSettings } from "./definition-settings.ts";

/**
 * @param document the document as parsed from YAML or JSON
 * @throws GatewayError `UnsupportedDefinition` with everything in the document that the gateway cannot honour,
 *   `InvalidSetting` when a setting is not one of AWS's form
 */
export function readDefinition(document: unknown, settings: DefinitionSettings = {}): ApiDefinition {
  const place = readSettings(settings);
  const problems = createProblems();
  expectOpenApi(document, problems);
  refuseUnknownExtensions(document, problems);
  const authorizers = readAuthorizers(document, place, problems);
  const apiKeys = readApiKeyContract(document, problems);
  const inherited = {
    authorizers,
    apiKeys,
    security: member(document, "security"),
    document,
    stageVariables: place.stageVariables,
    validators: readValidators(document, problems),
  };
  const resourcePolicy = readResourcePolicy(document, place, problems);
  const definition: ApiDefinition = {
    ...place,
    ...(resourcePolicy && { resourcePolicy }),
    apiKeySource: apiKeys.source,
    resources: readResources(member(document, "paths"), inherited, problems),
    binaryMediaTypes: readMediaTypes(document, problems),
    gatewayResponses: readGatewayResponses(
      member(document, "x-amazon-apigateway-gateway-responses"),
      problems,
    ),
  };
  if (problems.lines.length > 0) throw new GatewayError("UnsupportedDefinition", problems.lines);
  return definition;
}

export function expectOpenApi(document: unknown, problems: Problems): void {
  const version = member(document, "openapi");
  if (typeof version !== "string" || !/^3\.0(\.[0-9]+)?$/.test(version)) {
    problems.add("openapi", `expected version \`3.0\`, came ${describe(version)}`);
  }
  if (member(document, "paths") === undefined) problems.add("paths", "expected an object, came none");
}

function readAuthorizers(document: unknown, { stageVariables }: Place, problems: Problems): Authorizers {
  return readSchemes(
    document,
    (name, scheme, at) => {
      if (isSigV4Scheme(scheme)) return readSigV4Scheme(scheme, at, problems);
      if (hasUserPools(scheme)) return readCognitoAuthorizer(name, scheme, at, problems);
      return readAuthorizer(name, scheme, stageVariables, at, problems);
    },
    problems,
  );
}

function readMediaTypes(document: unknown, problems: Problems): string[] {
  const at = "x-amazon-apigateway-binary-media-types";
  const types = member(document, at) ?? [];
  if (Array.isArray(types) && types.every((type) => typeof type === "string")) return types;
  problems.add(at, `expected a list of media types, came ${describe(types)}`);
  return [];
}
