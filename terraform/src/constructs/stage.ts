import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings/index.js";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { accessLogFormat } from "../access-log-format.ts";
import type { CanaryOptions } from "../api-options.ts";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import { isOn } from "../options.ts";
import type { EncryptionKey } from "./encryption-key.ts";
import { LogGroup } from "./log-group.ts";
import type { RestApi } from "./rest-api.ts";

export interface StageOptions {
  environment: Environment;
  api: RestApi;
  key: EncryptionKey;
  /** What has to be there before API Gateway can write logs. */
  logging: readonly ITerraformDependable[];
}

/** The stage that callers reach: its logs, its limits, and the share of a canary. */
export class Stage extends Construct {
  readonly arn: string;
  readonly stageName: string;
  readonly invokeUrl: string;
  readonly accessLogGroupName: string | undefined;

  constructor(scope: Construct, id: string, { environment, api, key, logging }: StageOptions) {
    super(scope, id);
    const { stage: stageName, tracing, accessLog, canary } = environment.api;
    // API Gateway would make this group itself, without a key, and never forget.
    const executionLogs = new LogGroup(this, "execution-logs", {
      environment,
      name: `API-Gateway-Execution-Logs_${api.id}/${stageName}`,
      key,
    });
    const accessLogs = accessLog ? this.addAccessLog(environment, key) : undefined;
    const stage = new ApiGatewayStage(this, "stage", {
      restApiId: api.id,
      stageName,
      deploymentId: api.deploymentId,
      xrayTracingEnabled: tracing,
      cacheClusterEnabled: false,
      ...(accessLogs && {
        accessLogSettings: { destinationArn: accessLogs.arn, format: accessLogFormat() },
      }),
      ...(isOn(canary) && { canarySettings: canarySettings(canary, api) }),
      dependsOn: [executionLogs, ...logging],
      tags: { Name: nameOf(environment, "stage") },
    });
    this.arn = stage.arn;
    this.stageName = stage.stageName;
    this.invokeUrl = stage.invokeUrl;
    this.accessLogGroupName = accessLogs?.name;
    this.limitMethods(environment, api);
  }

  private addAccessLog(environment: Environment, key: EncryptionKey): LogGroup {
    const name = `/aws/apigateway/${nameOf(environment, "access")}`;
    return new LogGroup(this, "access-logs", { environment, name, key });
  }

  private limitMethods({ api: { throttle } }: Environment, api: RestApi): void {
    new ApiGatewayMethodSettings(this, "methods", {
      restApiId: api.id,
      stageName: this.stageName,
      methodPath: "*/*",
      settings: {
        loggingLevel: "ERROR",
        // Data traces hold headers, and so tokens.
        dataTraceEnabled: false,
        metricsEnabled: true,
        cachingEnabled: false,
        throttlingRateLimit: throttle.requestsPerSecond,
        throttlingBurstLimit: throttle.burst,
      },
    });
  }
}

function canarySettings({ percent }: CanaryOptions, { canaryDeploymentId = "" }: RestApi) {
  return { deploymentId: canaryDeploymentId, percentTraffic: percent, useStageCache: false };
}
