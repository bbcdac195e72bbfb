import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { createPets, type Pets } from "./pets.ts";
import { refuse } from "./responses.ts";
import { ROUTES } from "./routes.ts";

/** A Lambda function behind API Gateway's proxy integration. */
export type ProxyHandler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

export interface PetstoreSettings {
  /** Whether to act for requests that no authorizer let through, which is right only before the API is protected. */
  openAccess?: boolean;
}

/**
 * Creates the function for a store of pets.
 *
 * It refuses to act for a request that no authorizer has let through: where a routing fault let one reach a
 * backend without the authorizer's context, the backend that took a default caller instead was the breach.
 * @see https://www.infoq.com/news/2026/06/aws-api-gateway-auth-bypass/
 */
export function createHandler(pets: Pets, { openAccess = false }: PetstoreSettings = {}): ProxyHandler {
  return async (event) => {
    if (!openAccess && !isAuthorized(event)) return refuse(500, "the request carries no authorizer context");
    const route = ROUTES.get(`${event.httpMethod} ${event.resource}`);
    if (!route) return refuse(404, `no operation \`${event.httpMethod} ${event.resource}\``);
    return route(event, pets);
  };
}

/** An authorizer's context has at least the principal; an empty one is none. */
function isAuthorized({ requestContext }: APIGatewayProxyEvent): boolean {
  const authorizer: unknown = requestContext?.authorizer;
  return typeof authorizer === "object" && authorizer !== null && Object.keys(authorizer).length > 0;
}

/** The petstore's function; its pets live as long as the instance. */
export const handler: ProxyHandler = createHandler(createPets(), {
  openAccess: process.env.OPEN_ACCESS === "allowed",
});
