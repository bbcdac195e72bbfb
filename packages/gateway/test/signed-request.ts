/** Requests as AWS's own signer signs them. */
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { GatewayRequest, HeaderField, SecretCredentials } from "../src/index.ts";
import { parseTarget } from "../src/request-target.ts";

export interface Signing {
  readonly credentials: SecretCredentials;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly region?: string;
  readonly service?: string;
}

export const HOST = "abcdef1234.execute-api.eu-west-1.amazonaws.com";

/** `GET /dev/pets?x=1`, signed in its header. */
export async function signedRequest(
  line: string,
  signing: Signing,
  more: Partial<GatewayRequest> = {},
): Promise<GatewayRequest> {
  const request = unsigned(line, more);
  const { headers } = await signerOf(signing).sign(toSign(request), { signingDate: new Date(signing.at) });
  return { ...request, headers: Object.entries(headers) };
}

/** The same as a URL that is good for some seconds. */
export async function presignedRequest(
  line: string,
  signing: Signing,
  expiresIn: number,
): Promise<GatewayRequest> {
  const request = unsigned(line, {});
  const { query = {} } = await signerOf(signing).presign(toSign(request), {
    signingDate: new Date(signing.at),
    expiresIn,
  });
  const rawQuery = Object.entries(query).flatMap(([name, values]) =>
    [values ?? ""].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return { ...request, rawQuery: rawQuery.join("&") };
}

function signerOf({ credentials, region = "eu-west-1", service = "execute-api" }: Signing): SignatureV4 {
  return new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
}

function unsigned(line: string, more: Partial<GatewayRequest>): GatewayRequest {
  const [method = "", target = ""] = line.split(" ");
  const [rawPath = "", ...query] = target.split("?");
  return {
    method,
    rawPath,
    rawQuery: query.join("?"),
    body: new Uint8Array(),
    sourceIp: "192.0.2.10",
    ...more,
    headers: withHost(more.headers ?? []),
  };
}

function withHost(headers: readonly HeaderField[]): readonly HeaderField[] {
  return headers.some(([name]) => name.toLowerCase() === "host") ? headers : [["host", HOST], ...headers];
}

function toSign({ method, rawPath, rawQuery, headers, body }: GatewayRequest) {
  const hostname = headers.find(([name]) => name.toLowerCase() === "host")?.[1] ?? "";
  return {
    method,
    protocol: "https:",
    hostname,
    path: rawPath,
    query: bagOf(parseTarget("/", rawQuery)?.query ?? []),
    headers: joined(headers),
    body,
  };
}

function bagOf(pairs: readonly HeaderField[]): Record<string, string[]> {
  const bag = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...bag].map(([name, list]) => [name, list.map(([, value]) => value)]));
}

function joined(headers: readonly HeaderField[]): Record<string, string> {
  const bag = bagOf(headers);
  return Object.fromEntries(Object.entries(bag).map(([name, values]) => [name, values.join(",")]));
}

/** What the signer hashes with. */
class Sha256 {
  private hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }

  update(data: Uint8Array | string): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error("expected a hash to be used once");
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
