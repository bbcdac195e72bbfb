import { evaluate, prepare } from "@lychgate/evaluation";
import { DEV } from "./events.ts";

export const PETS = ["GET/petstore/v1/pets"];

export const ROUTES = [...PETS, "GET/petstore/v1/pets/1", "DELETE/petstore/v1/pets", "POST/admin"];

/**
 * The routes of the stage `dev` that API Gateway lets through with a policy.
 * @param now by API Gateway's clock, in epoch milliseconds
 * @param routes that are tried
 */
export function allowedIn(
  policy: Parameters<typeof prepare>[0][number],
  now: number,
  routes: readonly string[] = ROUTES,
): string[] {
  const context = { "aws:CurrentTime": new Date(now).toISOString(), "aws:SourceIp": "192.0.2.10" };
  const prepared = prepare([policy]);
  return routes.filter(
    (route) => evaluate(prepared, { methodArn: DEV + route, context }).decision === "allowed",
  );
}
