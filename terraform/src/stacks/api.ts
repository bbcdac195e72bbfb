import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { BundleFolders } from "../bundle.ts";
import { AlarmTopic } from "../constructs/alarm-topic.ts";
import { Alarms } from "../constructs/alarms.ts";
import { Authorizer } from "../constructs/authorizer.ts";
import { Dashboard } from "../constructs/dashboard.ts";
import { EncryptionKey, useByAlarms, useByLogs } from "../constructs/encryption-key.ts";
import { Firewall } from "../constructs/firewall.ts";
import { GatewayAccount } from "../constructs/gateway-account.ts";
import { RestApi } from "../constructs/rest-api.ts";
import { SavedQueries } from "../constructs/saved-queries.ts";
import { Stage } from "../constructs/stage.ts";
import { Upstream } from "../constructs/upstream.ts";
import { UsagePlans } from "../constructs/usage-plans.ts";
import { type JsonObject, operationsOf } from "../contract-document.ts";
import type { Monitored } from "../metrics.ts";
import { nameOf } from "../naming.ts";
import { isOn } from "../options.ts";
import { rolePolicy } from "../permissions/permission.ts";
import type { IdentityStack } from "./identity.ts";
import { LychgateStack, type StackSettings } from "./lychgate-stack.ts";
import type { PolicyStoreStack } from "./policy-store.ts";

export interface ApiStackParts {
  contract: JsonObject;
  bundles: BundleFolders;
  identity: IdentityStack;
  policyStore: PolicyStoreStack;
}

/** The API: who decides, what answers, how it is limited and watched. */
export class ApiStack extends LychgateStack {
  readonly api: RestApi;
  readonly stage: Stage;

  constructor(scope: Construct, settings: StackSettings, parts: ApiStackParts) {
    super(scope, "api", settings);
    const { environment } = settings;
    const { contract, bundles, identity, policyStore } = parts;
    const key = new EncryptionKey(this, "key", {
      environment,
      thing: "api",
      users: [useByLogs(environment), useByAlarms(environment)],
    });
    const authorizer = new Authorizer(this, "authorizer", {
      environment,
      bundles,
      key,
      identity,
      policyStore,
    });
    const upstream = new Upstream(this, "upstream", { environment, bundles, key });
    this.api = new RestApi(this, "rest-api", {
      environment,
      contract,
      values: {
        authorizer_arn: authorizer.function.arn,
        ...(upstream.function && { petstore_arn: upstream.function.arn }),
        ...(upstream.vpcLinkId && { vpc_link_id: upstream.vpcLinkId }),
      },
    });
    this.stage = this.addStage(key);
    authorizer.letCall(this.api);
    upstream.letCall(this.api, this.stage.stageName, operationsOf(contract));
    this.letGroupsCall(identity.roleNames);
    this.guard(authorizer);
    this.watch(key, authorizer, policyStore.tableName);
    new TerraformOutput(this, "invoke_url", { value: this.stage.invokeUrl });
    new TerraformOutput(this, "contract_revision", { value: this.api.contractRevision });
  }

  private addStage(key: EncryptionKey): Stage {
    const { environment, api } = this;
    const logging =
      environment.api.accountLogRole === "create"
        ? [new GatewayAccount(this, "account", environment).settings]
        : [];
    return new Stage(this, "stage", { environment, api, key, logging });
  }

  /** What the roles of groups may call; the roles stand in another stack, which does not know the API's id. */
  private letGroupsCall(roleNames: ReadonlyMap<string, string>): void {
    const { groupRoles } = this.environment.identity;
    for (const [group, role] of roleNames) {
      const { mayInvoke = [] } = groupRoles[group] ?? {};
      new IamRolePolicy(this, `group-${group}`, {
        name: nameOf(this.environment, "invoke"),
        role,
        policy: rolePolicy([
          {
            sid: "Invoke",
            actions: ["execute-api:Invoke"],
            resources: mayInvoke.map((call) => `${this.api.executionArn}/${this.stage.stageName}/${call}`),
            why: "the calls that the environment names for the group",
          },
        ]),
      });
    }
  }

  private guard(authorizer: Authorizer): void {
    const { environment, api, stage } = this;
    const plans = new UsagePlans(this, "plans", { environment, api, stage });
    const { firewall, apiKeySource } = environment.api;
    if (apiKeySource === "AUTHORIZER") authorizer.meterBy(plans.keys);
    if (isOn(firewall)) new Firewall(this, "firewall", { environment, stage, settings: firewall });
  }

  private watch(key: EncryptionKey, authorizer: Authorizer, tableName: string): void {
    const { environment, api, stage } = this;
    const { alarms, dashboard, savedQueries } = environment.api;
    const { functionName, logGroupName } = authorizer.function;
    const monitored: Monitored = {
      api: { name: api.name, stage: stage.stageName },
      authorizer: { name: functionName, logGroupName },
      accessLogGroupName: stage.accessLogGroupName,
      tableName,
    };
    if (dashboard) new Dashboard(this, "dashboard", { environment, monitored });
    if (savedQueries) new SavedQueries(this, "queries", { environment, monitored });
    if (!isOn(alarms)) return;
    const { arn: topicArn } = new AlarmTopic(this, "alarm-topic", { environment, key, email: alarms.email });
    new Alarms(this, "alarms", { environment, monitored, settings: alarms, topicArn });
  }
}
