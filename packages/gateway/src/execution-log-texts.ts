/**
 * What the execution log says of the stages that a request passes.
 *
 * @see https://repost.aws/knowledge-center/api-gateway-logs
 */
import type { Api } from "./api.ts";
import { type Exchange, routeOf } from "./exchange.ts";
import type { Stage } from "./pipeline.ts";
import { authenticateCognito } from "./stages/authenticate-cognito.ts";
import { authorize } from "./stages/authorize.ts";
import { checkApiKey } from "./stages/check-api-key.ts";
import { meterUsage } from "./stages/meter-usage.ts";
import { validateRequest } from "./stages/validate-request.ts";
import { maskedApiKey, namedApiKey } from "./usage/api-key-source.ts";
import { apiStageName } from "./usage/api-stage.ts";

type Texts = (exchange: Exchange, api: Api) => readonly string[];

/** What stands in the place of a secret. API Gateway leaves its last six characters, which may be all of it. */
export const REDACTED = "****";

const COMPLETED = "Successfully completed authorizer execution";

interface StageTexts {
  readonly before?: Texts;
  /** Of a request that goes on to the next stage. */
  readonly after?: Texts;
}

export const STAGE_TEXTS: ReadonlyMap<Stage, StageTexts> = new Map<Stage, StageTexts>([
  [authorize, { before: authorizerStarted("CUSTOM"), after: authorizerCompleted }],
  [
    authenticateCognito,
    {
      before: authorizerStarted("COGNITO_USER_POOLS"),
      after: ({ claims }) => (claims ? [COMPLETED] : []),
    },
  ],
  [checkApiKey, { before: usagePlanVerified, after: keylessMethodPassed }],
  [meterUsage, { after: usagePlanSucceeded }],
  [validateRequest, { before: executionStarted }],
]);

function authorizerStarted(type: "CUSTOM" | "COGNITO_USER_POOLS"): Texts {
  return (exchange) => {
    const { authorization } = routeOf(exchange).method;
    if (authorization.type !== type) return [];
    return [
      `Starting authorizer: ${authorization.authorizer.name} for request: ${exchange.requestId}`,
      `Incoming identity: ${REDACTED}`,
    ];
  };
}

/** The authorizer is not run for a policy that was kept. */
function authorizerCompleted({ authorization }: Exchange): readonly string[] {
  if (!authorization) return [];
  const principal = `Using valid authorizer policy for principal: ${REDACTED}`;
  return authorization.from === "miss" ? [principal, COMPLETED] : [principal];
}

function usagePlanVerified(exchange: Exchange, api: Api): readonly string[] {
  const place = `API Key: ${apiKeyText(exchange, api)} API Stage: ${apiStageName(api.definition)}`;
  return [`Verifying Usage Plan for request: ${exchange.requestId}. ${place}`];
}

/** Two spaces are where the key would stand. */
function keylessMethodPassed(exchange: Exchange): readonly string[] {
  if (exchange.apiKey) return [];
  return [
    `API Key  authorized because method '${methodText(exchange)}' does not require API Key. Request will not contribute to throttle or quota limits`,
  ];
}

function usagePlanSucceeded(exchange: Exchange, api: Api): readonly string[] {
  const stage = apiStageName(api.definition);
  return [`Usage Plan check succeeded for API Key ${apiKeyText(exchange, api)} and API Stage ${stage}`];
}

/** The path is told by its template: the caller's may hold what is nobody else's business. */
function executionStarted(exchange: Exchange): readonly string[] {
  const { requestId, method } = exchange;
  const { template } = routeOf(exchange).resource;
  return [
    `Starting execution for request: ${requestId}`,
    `HTTP Method: ${method}, Resource Path: ${template}`,
  ];
}

/** `GET /pets/{petId}`, as the method is defined. */
export function methodText(exchange: Exchange): string {
  const { resource, method } = routeOf(exchange);
  return `${method.verb} ${resource.template}`;
}

/** A key that does not exist may be any secret that was sent in a key's place. */
export function apiKeyText(exchange: Exchange, api: Api): string {
  const value = namedApiKey(exchange, api) ?? "";
  if (value === "") return "";
  return api.usage.keyOf(value) ? maskedApiKey(value) : REDACTED;
}
