import type { APIGatewayProxyEvent } from "aws-lambda";
import { proxyEvent } from "./proxy-event.ts";

/** What API Gateway has found out about a caller. */
export interface Caller {
  claims?: unknown;
  userArn?: string;
  apiKeyId?: string;
}

/** The event of a request to the second contract. */
export function methodsEvent(operation: string, { claims, userArn, apiKeyId }: Caller): APIGatewayProxyEvent {
  const event = proxyEvent(operation, { authorizer: claims === undefined ? undefined : { claims } });
  const identity = { userArn: userArn ?? null, apiKeyId: apiKeyId ?? null };
  return { ...event, requestContext: { ...event.requestContext, identity } } as APIGatewayProxyEvent;
}
