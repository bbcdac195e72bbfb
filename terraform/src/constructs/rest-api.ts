import { createHash } from "node:crypto";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment/index.js";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api/index.js";
import { ApiGatewayRestApiPolicy } from "@cdktf/provider-aws/lib/api-gateway-rest-api-policy/index.js";
import { Construct } from "constructs";
import type { AccessOptions } from "../api-options.ts";
import { type ContractValues, contractBody } from "../contract-body.ts";
import type { JsonObject } from "../contract-document.ts";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import { type Cidr, isOn } from "../options.ts";
import { type ResourcePermission, resourcePolicy } from "../permissions/permission.ts";

export interface RestApiOptions {
  environment: Environment;
  contract: JsonObject;
  /** Terraform expressions for what the contract leaves open. */
  values: Omit<Partial<ContractValues>, "region">;
}

/** A contract in API Gateway, and the deployments that put it in force. */
export class RestApi extends Construct {
  readonly id: string;
  readonly name: string;
  readonly executionArn: string;
  /** The hash of all that a deployment puts in force. */
  readonly contractRevision: string;
  /** The deployment that most, or all, requests go to. */
  readonly deploymentId: string;
  /** The deployment that the canary's share of requests goes to. */
  readonly canaryDeploymentId: string | undefined;

  constructor(scope: Construct, id: string, { environment, contract, values }: RestApiOptions) {
    super(scope, id);
    const { api, edge } = environment;
    this.name = nameOf(environment, "api");
    const body = (filled: Partial<ContractValues>) =>
      contractBody(contract, {
        title: this.name,
        api,
        values: { region: environment.region, ...filled },
      });
    const deployed = new ApiGatewayRestApi(this, "api", {
      name: this.name,
      body: body(values),
      endpointConfiguration: { types: ["REGIONAL"] },
      ...(api.apiKeySource && { apiKeySource: api.apiKeySource }),
      disableExecuteApiEndpoint: isOn(edge) && !edge.keepExecuteApi,
      tags: { Name: this.name },
    });
    this.id = deployed.id;
    this.executionArn = deployed.executionArn;
    const policy = networksPolicy(api.access, deployed.executionArn);
    this.contractRevision = revisionOf([
      body(namesOf(values)),
      networksPolicy(api.access, "api") ?? "",
      ...(api.apiKeySource ? [api.apiKeySource] : []),
    ]);
    const attached = policy && new ApiGatewayRestApiPolicy(this, "policy", { restApiId: this.id, policy });
    const deploy = (name: string, revision: string) =>
      new ApiGatewayDeployment(this, name, {
        restApiId: this.id,
        triggers: { revision },
        // A stage may not be without a deployment in between.
        lifecycle: { createBeforeDestroy: true },
        ...(attached && { dependsOn: [attached] }),
      }).id;
    if (!isOn(api.canary)) {
      this.deploymentId = deploy("deployment", this.contractRevision);
      return;
    }
    this.deploymentId = deploy("deployment", api.canary.stableRevision);
    this.canaryDeploymentId = deploy("canary", this.contractRevision);
  }
}

/** ARNs and ids are known only to Terraform; a thing's name says as much, and is known here. */
function namesOf(values: Partial<ContractValues>): Partial<ContractValues> {
  return Object.fromEntries(Object.keys(values).map((key) => [key, key]));
}

function revisionOf(texts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}

/**
 * Keeps other networks out, and lets nobody in: together with an authorizer's policy an Allow here would
 * admit whatever that policy passes over in silence.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
function networksPolicy(access: AccessOptions, executionArn: string): string | undefined {
  if (!access.protected || !isOn(access.onlyFrom)) return undefined;
  return resourcePolicy([denyOthers(access.onlyFrom, executionArn)]);
}

function denyOthers(networks: readonly Cidr[], executionArn: string): ResourcePermission {
  return {
    sid: "DenyOtherNetworks",
    effect: "Deny",
    principal: "*",
    actions: ["execute-api:Invoke"],
    resources: [`${executionArn}/*`],
    why: "a Deny speaks of the whole API",
    condition: { NotIpAddress: { "aws:SourceIp": networks } },
  };
}
