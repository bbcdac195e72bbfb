import { ApiGatewayBasePathMapping } from "@cdktf/provider-aws/lib/api-gateway-base-path-mapping/index.js";
import { ApiGatewayDomainName } from "@cdktf/provider-aws/lib/api-gateway-domain-name/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { Certificate } from "../constructs/certificate.ts";
import type { EdgeOptions } from "../environment.ts";
import type { ApiStack } from "./api.ts";
import { LychgateStack, type StackSettings } from "./lychgate-stack.ts";

/** The API's own domain. */
export class EdgeStack extends LychgateStack {
  constructor(scope: Construct, settings: StackSettings, edge: EdgeOptions, { api, stage }: ApiStack) {
    super(scope, "edge", settings);
    const domain = new ApiGatewayDomainName(this, "domain", {
      domainName: edge.domainName,
      regionalCertificateArn: this.certificateArn(edge),
      endpointConfiguration: { types: ["REGIONAL"] },
      securityPolicy: "TLS_1_2",
      tags: { Name: edge.domainName },
    });
    new ApiGatewayBasePathMapping(this, "mapping", {
      apiId: api.id,
      stageName: stage.stageName,
      domainName: domain.domainName,
    });
    for (const type of ["A", "AAAA"]) {
      new Route53Record(this, type, {
        zoneId: edge.zoneId,
        name: domain.domainName,
        type,
        alias: {
          name: domain.regionalDomainName,
          zoneId: domain.regionalZoneId,
          evaluateTargetHealth: false,
        },
      });
    }
    new TerraformOutput(this, "url", { value: `https://${edge.domainName}` });
  }

  private certificateArn(edge: EdgeOptions): string {
    const { certificate } = edge;
    return "arn" in certificate ? certificate.arn : new Certificate(this, "certificate", edge).arn;
  }
}
