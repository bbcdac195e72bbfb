import { ApiGatewayVpcLink } from "@cdktf/provider-aws/lib/api-gateway-vpc-link/index.js";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission/index.js";
import { Construct } from "constructs";
import type { BundleFolders } from "../bundle.ts";
import type { ContractOperation } from "../contract-document.ts";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import type { EncryptionKey } from "./encryption-key.ts";
import { LychgateFunction } from "./function.ts";
import type { RestApi } from "./rest-api.ts";

export interface UpstreamConstructOptions {
  environment: Environment;
  bundles: BundleFolders;
  key: EncryptionKey;
}

/** What answers the requests that are let through: a function, or servers over HTTP. */
export class Upstream extends Construct {
  readonly function: LychgateFunction | undefined;
  readonly vpcLinkId: string | undefined;

  constructor(scope: Construct, id: string, { environment, bundles, key }: UpstreamConstructOptions) {
    super(scope, id);
    const { upstream, access } = environment.api;
    if (upstream.kind === "function") {
      this.function = new LychgateFunction(this, "petstore", {
        environment,
        thing: "petstore",
        description: "Answers for the petstore",
        bundle: bundles.petstore,
        key,
        settings: upstream,
        // The petstore acts for nobody whom no authorizer let through, unless it is told that there is none.
        ...(!access.protected && { variables: { OPEN_ACCESS: "allowed" } }),
      });
    }
    if (upstream.kind === "vpc-link") {
      const name = nameOf(environment, "upstream");
      const targetArns = [upstream.loadBalancer];
      this.vpcLinkId = new ApiGatewayVpcLink(this, "link", { name, targetArns, tags: { Name: name } }).id;
    }
  }

  /** Lets the API call the function, for the operations of its contract and from one stage. */
  letCall(api: RestApi, stageName: string, operations: readonly ContractOperation[]): void {
    if (this.function === undefined) return;
    const { functionName } = this.function;
    for (const { id, method, path } of operations) {
      new LambdaPermission(this, `let-${id}-call`, {
        statementId: id,
        action: "lambda:InvokeFunction",
        functionName,
        principal: "apigateway.amazonaws.com",
        sourceArn: `${api.executionArn}/${stageName}/${method}${path.replace(/\{[^}]+\}/g, "*")}`,
      });
    }
  }
}
