import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission/index.js";
import { Construct } from "constructs";
import type { BundleFolders } from "../bundle.ts";
import type { Environment } from "../environment.ts";
import { METRICS_NAMESPACE } from "../metrics.ts";
import { authorizerPermissions } from "../permissions/function-permissions.ts";
import type { IdentityStack } from "../stacks/identity.ts";
import type { PolicyStoreStack } from "../stacks/policy-store.ts";
import type { EncryptionKey } from "./encryption-key.ts";
import { LychgateFunction } from "./function.ts";
import { issuersVariable } from "./issuers-variable.ts";
import type { RestApi } from "./rest-api.ts";

export interface AuthorizerOptions {
  environment: Environment;
  bundles: BundleFolders;
  key: EncryptionKey;
  identity: IdentityStack;
  policyStore: PolicyStoreStack;
}

/** The function that decides, with the pool and the table of its environment. */
export class Authorizer extends Construct {
  readonly function: LychgateFunction;

  constructor(scope: Construct, id: string, options: AuthorizerOptions) {
    super(scope, id);
    const { environment, bundles, key, identity, policyStore } = options;
    const { authorizer: settings } = environment.api;
    this.function = new LychgateFunction(this, "authorizer", {
      environment,
      thing: "authorizer",
      description: "Decides by the policies of the caller's groups",
      bundle: bundles.authorizer,
      key,
      settings,
      permissions: authorizerPermissions(environment, policyStore.arns),
      variables: {
        POLICY_TABLE_NAME: policyStore.tableName,
        USER_POOL_ID: identity.userPoolId,
        USER_POOL_CLIENT_IDS: identity.clientIds.join(","),
        ...issuersVariable(settings.issuers),
        POLICY_TTL_SECONDS: String(settings.policyTtlSeconds),
        ...(settings.stalePolicySeconds && { STALE_POLICY_SECONDS: String(settings.stalePolicySeconds) }),
        ...(settings.denyList && { DENY_LIST: "on" }),
        LOG_LEVEL: settings.logLevel,
        EXPLAIN_DECISIONS: settings.explainDecisions ? "on" : "off",
        METRICS_NAMESPACE,
      },
    });
  }

  /** Tells the keys by which API Gateway meters the tiers of callers, in the order of the tiers. */
  meterBy(keys: ReadonlyMap<string, string>): void {
    // `jsonencode` of Terraform would sort the tiers by name.
    this.function.addVariables({ USAGE_TIER_KEYS: JSON.stringify(Object.fromEntries(keys)) });
  }

  /** An authorizer of a contract has no id before the contract is deployed, so all of this one API's may call. */
  letCall(api: RestApi): void {
    new LambdaPermission(this, "let-api-call", {
      statementId: "authorizers-of-this-api",
      action: "lambda:InvokeFunction",
      functionName: this.function.functionName,
      principal: "apigateway.amazonaws.com",
      sourceArn: `${api.executionArn}/authorizers/*`,
    });
  }
}
