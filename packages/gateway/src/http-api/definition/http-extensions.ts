/**
 * The extensions of HTTP APIs that are honoured, with the places where they stand.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
import type { ExtensionRules } from "../../definition/extensions.ts";

export const HTTP_API_EXTENSIONS: ExtensionRules = {
  honoured: {
    "any-method": [["paths", "*"]],
    auth: [["paths", "*", "*"]],
    authorizer: [["components", "securitySchemes", "*"]],
    authtype: [["components", "securitySchemes", "*"]],
    cors: [[]],
    // Text about the API; nothing depends on it.
    documentation: [[]],
    "importexport-version": [[]],
    integration: [["paths", "*", "*"]],
    integrations: [["components"]],
    // The API's tags, which tools such as SAM add; nothing depends on them.
    "tag-value": [["tags", "*"]],
  },
  reasons: {
    "api-key-source": "HTTP APIs have no API keys",
    "binary-media-types": "HTTP APIs have no list of binary media types",
    "gateway-responses": "HTTP APIs have no gateway responses",
    policy: "HTTP APIs have no resource policy",
    "request-validator": "HTTP APIs do not validate requests",
    "request-validators": "HTTP APIs do not validate requests",
  },
};
