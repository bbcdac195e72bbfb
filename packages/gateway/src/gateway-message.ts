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
  /** `1.1` unless given. */
  readonly httpVersion?: string;
}

export interface GatewayResponse {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}
