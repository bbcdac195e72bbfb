/**
 * The answers that the gateway gives itself, one row each.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */

interface ResponseRow {
  readonly status: number;
  /** `null` where API Gateway sends `{"message":null}`. */
  readonly message: string | null;
  readonly errorType: string;
  /** The default template, where it is not `{"message":$context.error.messageString}`. */
  readonly template?: string;
}

/** Gateway responses, which an API's author can customise. */
export const GATEWAY_RESPONSES = {
  ACCESS_DENIED: {
    status: 403,
    message: "User is not authorized to access this resource",
    errorType: "AccessDeniedException",
    // The policy engine's answer is the only one that spells it with a capital.
    template: '{"Message":$context.error.messageString}',
  },
  API_CONFIGURATION_ERROR: {
    status: 500,
    message: "Internal server error",
    errorType: "InternalServerErrorException",
  },
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    message: null,
    errorType: "AuthorizerConfigurationException",
  },
  AUTHORIZER_FAILURE: { status: 500, message: null, errorType: "AuthorizerFailureException" },
  BAD_REQUEST_BODY: { status: 400, message: "Invalid request body", errorType: "BadRequestException" },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    message: "Missing required request parameters",
    errorType: "BadRequestException",
  },
  EXPIRED_TOKEN: {
    status: 403,
    message: "The security token included in the request is expired",
    errorType: "ExpiredTokenException",
  },
  INTEGRATION_FAILURE: {
    status: 504,
    message: "Internal server error",
    errorType: "InternalServerErrorException",
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: "Endpoint request timed out",
    errorType: "InternalServerErrorException",
  },
  INVALID_API_KEY: { status: 403, message: "Forbidden", errorType: "ForbiddenException" },
  INVALID_SIGNATURE: {
    status: 403,
    message:
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    errorType: "InvalidSignatureException",
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: "Missing Authentication Token",
    errorType: "MissingAuthenticationTokenException",
  },
  QUOTA_EXCEEDED: { status: 429, message: "Limit Exceeded", errorType: "LimitExceededException" },
  REQUEST_TOO_LARGE: { status: 413, message: "Request Too Long", errorType: "RequestTooLargeException" },
  RESOURCE_NOT_FOUND: { status: 404, message: "Not Found", errorType: "ResourceNotFoundException" },
  THROTTLED: { status: 429, message: "Too Many Requests", errorType: "TooManyRequestsException" },
  UNAUTHORIZED: { status: 401, message: "Unauthorized", errorType: "UnauthorizedException" },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: "Unsupported Media Type",
    errorType: "BadRequestException",
  },
  WAF_FILTERED: { status: 403, message: "Forbidden", errorType: "ForbiddenException" },
  DEFAULT_4XX: { status: 400, message: "Bad Request", errorType: "BadRequestException" },
  // What a function error or a malformed proxy response becomes. The space is API Gateway's.
  DEFAULT_5XX: {
    status: 502,
    message: "Internal server error",
    errorType: "InternalServerErrorException",
    template: '{"message": $context.error.messageString}',
  },
} as const satisfies Record<string, ResponseRow>;

export type GatewayResponseType = keyof typeof GATEWAY_RESPONSES;

export function isGatewayResponseType(name: string): name is GatewayResponseType {
  return Object.hasOwn(GATEWAY_RESPONSES, name);
}

/**
 * What is refused before a request belongs to an API's stage; nobody can customise it. AWS publishes the
 * status of `URI_TOO_LONG` and the text of `INCOMPLETE_SIGNATURE`; the rest is this gateway's choice.
 */
export const FRONT_END_RESPONSES = {
  MALFORMED_REQUEST: { status: 400, message: "Bad Request", errorType: "BadRequestException" },
  WRONG_STAGE: { status: 403, message: "Forbidden", errorType: "ForbiddenException" },
  // API Gateway puts the header's value, often a bearer token, into this text. Here it is redacted.
  INCOMPLETE_SIGNATURE: {
    status: 403,
    message:
      "'[redacted]' not a valid key=value pair (missing equal-sign) in Authorization header: '[redacted]'.",
    errorType: "IncompleteSignatureException",
  },
  UNRECOGNIZED_CLIENT: {
    status: 403,
    message: "The security token included in the request is invalid.",
    errorType: "UnrecognizedClientException",
  },
  URI_TOO_LONG: { status: 414, message: "Request URI too long", errorType: "RequestUriTooLongException" },
  HEADERS_TOO_LARGE: {
    status: 431,
    message: "Request Header Fields Too Large",
    errorType: "RequestHeaderFieldsTooLargeException",
  },
} as const satisfies Record<string, ResponseRow>;

export type FrontEndResponseType = keyof typeof FRONT_END_RESPONSES;

export type ResponseType = GatewayResponseType | FrontEndResponseType;

/** The built-in answer of a type. */
export function builtInResponse(type: ResponseType): ResponseRow {
  return isGatewayResponseType(type) ? GATEWAY_RESPONSES[type] : FRONT_END_RESPONSES[type];
}
