import type { Environment } from "../environment.ts";
import { arnOf } from "../naming.ts";
import { isOn } from "../options.ts";
import type { Permission } from "./permission.ts";

/** What a plan of the domain refreshes. */
export function driftEdgePermissions(environment: Environment): Permission[] {
  const { edge, region } = environment;
  const domains = `arn:aws:apigateway:${region}::/domainnames`;
  if (!isOn(edge)) {
    return [
      {
        sid: "ReadDomains",
        actions: ["apigateway:GET"],
        resources: [domains],
        why: "an environment without a domain has none to read",
      },
    ];
  }
  return [
    {
      sid: "ReadDomain",
      actions: ["apigateway:GET"],
      resources: [domains, `${domains}/${edge.domainName}`, `${domains}/${edge.domainName}/*`],
      why: "the domain and its mapping",
    },
    {
      sid: "ReadCertificate",
      actions: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
      resources: [arnOf(environment, "acm", "certificate/*")],
      why: "a certificate has a random id",
    },
    {
      sid: "ReadRecords",
      actions: ["route53:GetHostedZone", "route53:ListResourceRecordSets"],
      resources: [`arn:aws:route53:::hostedzone/${edge.zoneId}`],
      why: "the domain's records and those that prove that it is ours",
    },
    {
      sid: "ReadChanges",
      actions: ["route53:GetChange"],
      resources: ["arn:aws:route53:::change/*"],
      why: "a change has a random id",
    },
  ];
}
