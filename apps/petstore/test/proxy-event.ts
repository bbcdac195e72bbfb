import type { APIGatewayProxyEvent } from "aws-lambda";

export interface ProxyRequest {
  petId?: string;
  body?: string | null;
  isBase64Encoded?: boolean;
  /** The path that the caller used, with the stage. */
  path?: string;
  authorizer?: unknown;
}

/** The event of a request that an authorizer has let through, unless `authorizer` says otherwise. */
export function proxyEvent(operation: string, request: ProxyRequest = {}): APIGatewayProxyEvent {
  const [httpMethod = "", resource = ""] = operation.split(" ");
  const path = request.path ?? `/dev${resource.replace("{petId}", request.petId ?? "")}`;
  const authorizer = "authorizer" in request ? request.authorizer : { principalId: "ann" };
  const event = {
    resource,
    path: resource,
    httpMethod,
    headers: {},
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: request.petId === undefined ? null : { petId: request.petId },
    stageVariables: null,
    requestContext: { path, authorizer, resourcePath: resource, httpMethod, stage: "dev" },
    body: request.body ?? null,
    isBase64Encoded: request.isBase64Encoded ?? false,
  };
  return event as unknown as APIGatewayProxyEvent;
}
