import type { HeaderField } from "./header.ts";

/** A request as it came off the wire. */
export interface GatewayRequest {
  readonly method: string;
  /** As on the request line, without the query string: `/dev/petstore/v1/pets`. */
  readonly rawPath: string;
  /** What follows the `?`, without it; empty when there is none. */
  readonly rawQuery: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
  /** The address of the caller's network. No header changes it. */
  readonly sourceIp: string;
  /** Where the request came through one. Only who listens can say so; no header does. */
  readonly vpcEndpoint?: VpcEndpoint;
  /** `1.1` unless given. */
  readonly httpVersion?: string;
}

/** An interface endpoint of a VPC, through which private APIs are reached. */
export interface VpcEndpoint {
  /** `vpc-0a1b2c3d` */
  readonly vpcId: string;
  /** `vpce-0a1b2c3d` */
  readonly vpcEndpointId: string;
}

export interface GatewayResponse {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}
