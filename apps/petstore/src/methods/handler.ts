import type { ProxyHandler } from "../handler.ts";
import { refuse } from "../responses.ts";
import { isProven, METHOD_ROUTES } from "./routes.ts";
import { type MethodsSettings, readSettings } from "./settings.ts";

/**
 * Creates the function behind `methods.yaml`. Like the petstore's, it refuses to act for a request that came past
 * what was to protect it.
 */
export function createMethodsHandler(settings: MethodsSettings): ProxyHandler {
  return async (event) => {
    const route = METHOD_ROUTES.get(`${event.httpMethod} ${event.resource}`);
    if (!route) return refuse(404, `no operation \`${event.httpMethod} ${event.resource}\``);
    if (!isProven(route.proof, event)) return refuse(500, "the request carries no proof of its caller");
    return route.run(event, settings);
  };
}

export const handler: ProxyHandler = createMethodsHandler(readSettings(process.env));
