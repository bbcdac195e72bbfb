/** The way of a request, in the order in which API Gateway documents it. */
import type { Api } from "./api.ts";
import type { Exchange } from "./exchange.ts";
import type { ExecutionLog } from "./execution-log.ts";
import type { GatewayResponse } from "./gateway-message.ts";
import { admit } from "./stages/admit.ts";
import { authenticateCognito } from "./stages/authenticate-cognito.ts";
import { authenticateIam } from "./stages/authenticate-iam.ts";
import { authorize } from "./stages/authorize.ts";
import { checkApiKey } from "./stages/check-api-key.ts";
import { checkResourcePolicy } from "./stages/check-resource-policy.ts";
import { evaluatePolicies } from "./stages/evaluate-policies.ts";
import { integrate } from "./stages/integrate.ts";
import { limitMethodArn } from "./stages/limit-method-arn.ts";
import { meterUsage } from "./stages/meter-usage.ts";
import { route } from "./stages/route.ts";
import { throttleStage, throttleStageLate } from "./stages/throttle-stage.ts";
import { validateRequest } from "./stages/validate-request.ts";

/**
 * Looks at an exchange and answers it, or adds what it found out and leaves it to the next stage.
 * A fault is thrown; it becomes a 500.
 */
export type Stage = (
  exchange: Exchange,
  api: Api,
) => GatewayResponse | undefined | Promise<GatewayResponse | undefined>;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html */
const STAGES: readonly Stage[] = [
  admit,
  route,
  throttleStage,
  limitMethodArn,
  checkResourcePolicy,
  authorize,
  authenticateIam,
  authenticateCognito,
  evaluatePolicies,
  checkApiKey,
  meterUsage,
  throttleStageLate,
  validateRequest,
  integrate,
];

/**
 * Runs the stages until one answers.
 * @throws Error when none does
 */
export async function runPipeline(
  exchange: Exchange,
  api: Api,
  log?: ExecutionLog,
): Promise<GatewayResponse> {
  for (const stage of STAGES) {
    log?.enter(stage);
    const response = await stage(exchange, api);
    if (response) return response;
    log?.leave(stage);
  }
  throw new Error("expected a stage to answer, none did");
}
