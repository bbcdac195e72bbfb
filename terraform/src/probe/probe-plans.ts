import { ApiGatewayApiKey } from "@cdktf/provider-aws/lib/api-gateway-api-key/index.js";
import { ApiGatewayUsagePlan } from "@cdktf/provider-aws/lib/api-gateway-usage-plan/index.js";
import { ApiGatewayUsagePlanKey } from "@cdktf/provider-aws/lib/api-gateway-usage-plan-key/index.js";
import type { UsagePlan } from "@lychgate/gateway";
import { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import { readProbePlans } from "./probe-contract.ts";

export interface ProbePlansOptions {
  environment: Environment;
  apiId: string;
  stageName: string;
}

/** The plans file as API keys and usage plans. The keys' values stand in it: they meter, and let nobody in. */
export class ProbePlans extends Construct {
  constructor(scope: Construct, id: string, options: ProbePlansOptions) {
    super(scope, id);
    const { apiKeys, usagePlans } = readProbePlans();
    const keys = new Map(apiKeys.map(({ id: key, value }) => [key, this.addKey(key, value, options)]));
    for (const plan of usagePlans) this.addPlan(plan, keys, options);
  }

  private addKey(id: string, value: string, { environment }: ProbePlansOptions): ApiGatewayApiKey {
    const name = nameOf(environment, `probe-${id}`);
    return new ApiGatewayApiKey(this, `${id}-key`, { name, value, enabled: true, tags: { Name: name } });
  }

  private addPlan(
    { id, apiStages, quota, keyIds }: UsagePlan,
    keys: ReadonlyMap<string, ApiGatewayApiKey>,
    { environment, apiId, stageName }: ProbePlansOptions,
  ): void {
    const name = nameOf(environment, `probe-${id}`);
    const throttles = apiStages.flatMap(({ throttle = {} }) => Object.entries(throttle));
    const plan = new ApiGatewayUsagePlan(this, id, {
      name,
      apiStages: [
        { apiId, stage: stageName, throttle: throttles.map(([path, limits]) => ({ path, ...limits })) },
      ],
      ...(quota && { quotaSettings: quota }),
      tags: { Name: name },
    });
    for (const keyId of keyIds) {
      const key = keys.get(keyId);
      if (key === undefined) continue;
      new ApiGatewayUsagePlanKey(this, `${id}-${keyId}`, {
        usagePlanId: plan.id,
        keyId: key.id,
        keyType: "API_KEY",
      });
    }
  }
}
