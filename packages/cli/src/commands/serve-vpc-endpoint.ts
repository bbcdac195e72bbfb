import type { VpcEndpoint } from "@lychgate/gateway";
import { InvalidArgumentError } from "commander";

/** Reads `vpc-0a1b2c3d/vpce-0a1b2c3d`. */
export function readVpcEndpoint(text: string): VpcEndpoint {
  const [, vpcId, vpcEndpointId] = /^(vpc-[0-9a-z]+)\/(vpce-[0-9a-z]+)$/.exec(text) ?? [];
  if (vpcId === undefined || vpcEndpointId === undefined) {
    throw new InvalidArgumentError("expected the ids of a VPC and of an endpoint in it");
  }
  return { vpcId, vpcEndpointId };
}
