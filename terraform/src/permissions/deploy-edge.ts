import type { Environment } from "../environment.ts";
import { arnOf } from "../naming.ts";
import { isOn } from "../options.ts";
import type { Permission } from "./permission.ts";

/** What the deployer may do with the domain; where there is none, it may only look. */
export function edgePermissions(environment: Environment): Permission[] {
  const { edge, region } = environment;
  if (!isOn(edge)) {
    return [
      {
        sid: "ReadDomains",
        actions: ["apigateway:GET"],
        resources: [`arn:aws:apigateway:${region}::/domainnames`],
        why: "an environment without a domain makes none",
      },
    ];
  }
  return [
    {
      sid: "Domain",
      actions: [
        "apigateway:GET",
        "apigateway:POST",
        "apigateway:PATCH",
        "apigateway:PUT",
        "apigateway:DELETE",
      ],
      resources: [
        `arn:aws:apigateway:${region}::/domainnames`,
        `arn:aws:apigateway:${region}::/domainnames/${edge.domainName}`,
        `arn:aws:apigateway:${region}::/domainnames/${edge.domainName}/*`,
      ],
      why: "the domain and its mapping",
    },
    {
      sid: "MakeCertificate",
      actions: ["acm:RequestCertificate"],
      resources: ["*"],
      why: "a certificate has no name before it is made",
      condition: { "ForAllValues:StringEquals": { "acm:DomainNames": edge.domainName } },
    },
    {
      sid: "ChangeCertificate",
      actions: [
        "acm:AddTagsToCertificate",
        "acm:DeleteCertificate",
        "acm:DescribeCertificate",
        "acm:ListTagsForCertificate",
        "acm:RemoveTagsFromCertificate",
      ],
      resources: [arnOf(environment, "acm", "certificate/*")],
      why: "a certificate has a random id",
    },
    {
      sid: "Records",
      actions: [
        "route53:ChangeResourceRecordSets",
        "route53:GetHostedZone",
        "route53:ListResourceRecordSets",
      ],
      resources: [`arn:aws:route53:::hostedzone/${edge.zoneId}`],
      why: "the domain's records and those that prove that it is ours",
    },
    {
      sid: "WaitForRecords",
      actions: ["route53:GetChange"],
      resources: ["arn:aws:route53:::change/*"],
      why: "a change has a random id",
    },
  ];
}
