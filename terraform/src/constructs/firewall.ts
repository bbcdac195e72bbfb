import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl/index.js";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association/index.js";
import { Construct } from "constructs";
import type { FirewallOptions } from "../api-options.ts";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import type { Stage } from "./stage.ts";

export interface FirewallConstructOptions {
  environment: Environment;
  stage: Stage;
  settings: FirewallOptions;
}

/** @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html */
const MANAGED_RULE_SETS = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
] as const;

/** The web ACL of the stage: AWS's rule sets, and a limit for each address. */
export class Firewall extends Construct {
  readonly aclName: string;

  constructor(scope: Construct, id: string, { environment, stage, settings }: FirewallConstructOptions) {
    super(scope, id);
    this.aclName = nameOf(environment, "firewall");
    const acl = new Wafv2WebAcl(this, "acl", {
      name: this.aclName,
      description: "Guards the API's stage",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: [rateRule(settings), ...MANAGED_RULE_SETS.map((name, index) => managedRule(name, index + 1))],
      visibilityConfig: visibility(this.aclName),
      tags: { Name: this.aclName },
    });
    new Wafv2WebAclAssociation(this, "association", { resourceArn: stage.arn, webAclArn: acl.arn });
  }
}

// The bindings hand a rule's statement on as it is, so its keys are Terraform's.
function rateRule({ requestsPerAddress }: FirewallOptions): Wafv2WebAclRule {
  return {
    name: "requests-per-address",
    priority: 0,
    action: { block: {} },
    statement: { rate_based_statement: { limit: requestsPerAddress, aggregate_key_type: "IP" } },
    visibilityConfig: visibility("requests-per-address"),
  };
}

function managedRule(name: string, priority: number): Wafv2WebAclRule {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: { managed_rule_group_statement: { name, vendor_name: "AWS" } },
    visibilityConfig: visibility(name),
  };
}

/** Sampled requests are shown with their headers, and so with tokens. */
function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
