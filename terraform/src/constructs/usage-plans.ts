import { ApiGatewayApiKey } from "@cdktf/provider-aws/lib/api-gateway-api-key/index.js";
import { ApiGatewayUsagePlan } from "@cdktf/provider-aws/lib/api-gateway-usage-plan/index.js";
import { ApiGatewayUsagePlanKey } from "@cdktf/provider-aws/lib/api-gateway-usage-plan-key/index.js";
import { Construct } from "constructs";
import type { UsageTier } from "../api-options.ts";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import { isOn } from "../options.ts";
import type { RestApi } from "./rest-api.ts";
import type { Stage } from "./stage.ts";

export interface UsagePlansOptions {
  environment: Environment;
  api: RestApi;
  stage: Stage;
}

/** A plan and a key for each tier. API Gateway makes the key's value; it stands in no file of the repository. */
export class UsagePlans extends Construct {
  /** Terraform expressions for the keys' values, which are secrets, in the order of the tiers. */
  readonly keys: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, options: UsagePlansOptions) {
    super(scope, id);
    this.keys = new Map(
      options.environment.api.usageTiers.map((tier) => [tier.name, this.addTier(tier, options)]),
    );
  }

  private addTier(tier: UsageTier, { environment, api, stage }: UsagePlansOptions): string {
    const { quota, throttle } = tier;
    const name = nameOf(environment, tier.name);
    const plan = new ApiGatewayUsagePlan(this, tier.name, {
      name,
      apiStages: [{ apiId: api.id, stage: stage.stageName }],
      throttleSettings: { rateLimit: throttle.requestsPerSecond, burstLimit: throttle.burst },
      ...(isOn(quota) && { quotaSettings: { limit: quota.requests, period: quota.per } }),
      tags: { Name: name },
    });
    const key = new ApiGatewayApiKey(this, `${tier.name}-key`, { name, enabled: true, tags: { Name: name } });
    new ApiGatewayUsagePlanKey(this, `${tier.name}-plan-key`, {
      usagePlanId: plan.id,
      keyId: key.id,
      keyType: "API_KEY",
    });
    return key.value;
  }
}
