import { createHash } from "node:crypto";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment/index.js";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings/index.js";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api/index.js";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage/index.js";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission/index.js";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { Throttle } from "@lychgate/gateway";
import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import { probeBody, readProbePlans } from "./probe-contract.ts";
import { ProbeFunction } from "./probe-function.ts";
import { ProbePlans } from "./probe-plans.ts";

const STAGE = "probe";

/** Of every method that has no limit of its own: more than a recording sends, and little to pay for. */
const THROTTLE: Throttle = { rateLimit: 10, burstLimit: 20 };

/**
 * The API that is asked what AWS leaves open. It takes nothing from the other stacks and leaves nothing behind: one
 * function that may do nothing, no log, no data, and a state in a file.
 */
export class ProbeStack extends TerraformStack {
  readonly environment: Environment;

  constructor(scope: Construct, environment: Environment) {
    super(scope, nameOf(environment, "probe"));
    this.environment = environment;
    this.addProvider();
    const probe = new ProbeFunction(this, "function", environment);
    const name = nameOf(environment, "probe");
    const { region } = environment;
    const api = new ApiGatewayRestApi(this, "api", {
      name,
      body: probeBody(name, { region, probe_arn: probe.arn }),
      endpointConfiguration: { types: ["REGIONAL"] },
      tags: { Name: name },
    });
    new LambdaPermission(this, "let-api-call", {
      action: "lambda:InvokeFunction",
      functionName: probe.functionName,
      principal: "apigateway.amazonaws.com",
      sourceArn: `${api.executionArn}/*`,
    });
    const stage = this.addStage(api, probeBody(name, { region, probe_arn: "probe" }));
    new ProbePlans(this, "plans", { environment, apiId: api.id, stageName: stage.stageName });
    new TerraformOutput(this, "invoke_url", { value: stage.invokeUrl });
  }

  private addStage(api: ApiGatewayRestApi, contract: string): ApiGatewayStage {
    const deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId: api.id,
      triggers: { revision: createHash("sha256").update(contract).digest("hex") },
      lifecycle: { createBeforeDestroy: true },
    });
    const stage = new ApiGatewayStage(this, "stage", {
      restApiId: api.id,
      stageName: STAGE,
      deploymentId: deployment.id,
      tags: { Name: nameOf(this.environment, "probe") },
    });
    this.limit(stage, "methods", "*/*", THROTTLE);
    for (const [methodPath, throttle] of readProbePlans().methodThrottles) {
      this.limit(stage, methodPath.replace(/\W+/g, "-"), methodPath, throttle);
    }
    return stage;
  }

  private limit(stage: ApiGatewayStage, id: string, methodPath: string, throttle: Throttle): void {
    new ApiGatewayMethodSettings(this, `limit-${id}`, {
      restApiId: stage.restApiId,
      stageName: stage.stageName,
      methodPath,
      settings: {
        throttlingRateLimit: throttle.rateLimit,
        throttlingBurstLimit: throttle.burstLimit,
        dataTraceEnabled: false,
        loggingLevel: "OFF",
      },
    });
  }

  /** As the other stacks, but with its state in a file: it is deleted by whoever made it. */
  private addProvider(): void {
    const { environment } = this;
    new AwsProvider(this, "aws", {
      region: environment.region,
      allowedAccountIds: [environment.account],
      defaultTags: [{ tags: { project: "lychgate", environment: environment.name, stack: "probe" } }],
      ...(environment.endpoint !== "aws" && apiServer(environment.endpoint)),
    });
    this.addOverride("terraform.required_version", ">= 1.10.0");
    this.addOverride("terraform.required_providers.aws", {
      source: "hashicorp/aws",
      version: environment.providerVersion,
    });
    new LocalBackend(this, { path: `../../../.state/${this.node.id}.tfstate` });
  }
}

function apiServer(endpoint: string) {
  return {
    skipCredentialsValidation: true,
    skipMetadataApiCheck: "true",
    skipRegionValidation: true,
    endpoints: [{ apigateway: endpoint, iam: endpoint, lambda: endpoint, sts: endpoint }],
  };
}
