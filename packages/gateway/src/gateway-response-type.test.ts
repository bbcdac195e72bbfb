import { describe, expect, it } from "vitest";
import { contract, header, request, text } from "../test/petstore.ts";
import { type Api, DEFAULT_OPTIONS } from "./api.ts";
import { readDefinition } from "./definition/read-definition.ts";
import { openExchange } from "./exchange.ts";
import { gatewayResponse } from "./gateway-response.ts";
import { FRONT_END_RESPONSES, GATEWAY_RESPONSES, type ResponseType } from "./gateway-response-type.ts";

const INTERNAL = '{"message":"Internal server error"}';
const FORBIDDEN = '{"message":"Forbidden"}';
const SIGNATURE =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const INCOMPLETE =
  "'[redacted]' not a valid key=value pair (missing equal-sign) in Authorization header: '[redacted]'.";

/**
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const ROWS: readonly (readonly [type: ResponseType, status: number, body: string, errorType: string])[] = [
  [
    "ACCESS_DENIED",
    403,
    '{"Message":"User is not authorized to access this resource"}',
    "AccessDeniedException",
  ],
  ["API_CONFIGURATION_ERROR", 500, INTERNAL, "InternalServerErrorException"],
  ["AUTHORIZER_CONFIGURATION_ERROR", 500, '{"message":null}', "AuthorizerConfigurationException"],
  ["AUTHORIZER_FAILURE", 500, '{"message":null}', "AuthorizerFailureException"],
  ["BAD_REQUEST_BODY", 400, '{"message":"Invalid request body"}', "BadRequestException"],
  ["BAD_REQUEST_PARAMETERS", 400, '{"message":"Missing required request parameters"}', "BadRequestException"],
  [
    "EXPIRED_TOKEN",
    403,
    '{"message":"The security token included in the request is expired"}',
    "ExpiredTokenException",
  ],
  ["INTEGRATION_FAILURE", 504, INTERNAL, "InternalServerErrorException"],
  ["INTEGRATION_TIMEOUT", 504, '{"message":"Endpoint request timed out"}', "InternalServerErrorException"],
  ["INVALID_API_KEY", 403, FORBIDDEN, "ForbiddenException"],
  ["INVALID_SIGNATURE", 403, JSON.stringify({ message: SIGNATURE }), "InvalidSignatureException"],
  [
    "MISSING_AUTHENTICATION_TOKEN",
    403,
    '{"message":"Missing Authentication Token"}',
    "MissingAuthenticationTokenException",
  ],
  ["QUOTA_EXCEEDED", 429, '{"message":"Limit Exceeded"}', "LimitExceededException"],
  ["REQUEST_TOO_LARGE", 413, '{"message":"Request Too Long"}', "RequestTooLargeException"],
  ["RESOURCE_NOT_FOUND", 404, '{"message":"Not Found"}', "ResourceNotFoundException"],
  ["THROTTLED", 429, '{"message":"Too Many Requests"}', "TooManyRequestsException"],
  ["UNAUTHORIZED", 401, '{"message":"Unauthorized"}', "UnauthorizedException"],
  ["UNSUPPORTED_MEDIA_TYPE", 415, '{"message":"Unsupported Media Type"}', "BadRequestException"],
  ["WAF_FILTERED", 403, FORBIDDEN, "ForbiddenException"],
  ["DEFAULT_4XX", 400, '{"message":"Bad Request"}', "BadRequestException"],
  ["DEFAULT_5XX", 502, '{"message": "Internal server error"}', "InternalServerErrorException"],
  ["MALFORMED_REQUEST", 400, '{"message":"Bad Request"}', "BadRequestException"],
  ["WRONG_STAGE", 403, FORBIDDEN, "ForbiddenException"],
  ["INCOMPLETE_SIGNATURE", 403, JSON.stringify({ message: INCOMPLETE }), "IncompleteSignatureException"],
  [
    "UNRECOGNIZED_CLIENT",
    403,
    '{"message":"The security token included in the request is invalid."}',
    "UnrecognizedClientException",
  ],
  ["URI_TOO_LONG", 414, '{"message":"Request URI too long"}', "RequestUriTooLongException"],
  [
    "HEADERS_TOO_LARGE",
    431,
    '{"message":"Request Header Fields Too Large"}',
    "RequestHeaderFieldsTooLargeException",
  ],
];

const api = {
  definition: readDefinition(contract()),
  options: DEFAULT_OPTIONS,
  clock: () => 0,
  requestId: () => "r-1",
} as unknown as Api;

describe("a response that nobody customised", () => {
  it.each(ROWS)("%s is %i %s", (type, status, body, errorType) => {
    const response = gatewayResponse(openExchange(request("GET /dev/open"), api), api, type);
    expect([response.status, text(response), header(response, "x-amzn-ErrorType")]).toEqual([
      status,
      body,
      errorType,
    ]);
    expect(header(response, "Content-Type")).toBe("application/json");
  });

  it("has a row here for each type", () => {
    const types = [...Object.keys(GATEWAY_RESPONSES), ...Object.keys(FRONT_END_RESPONSES)];
    expect(ROWS.map(([type]) => type).toSorted()).toEqual(types.toSorted());
  });
});
