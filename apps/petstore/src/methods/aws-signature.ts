import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";

/** Credentials of a role, which end on their own. */
export interface TemporaryCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** What a request is signed for. */
export interface SigningScope {
  region: string;
  service: string;
}

/** A request without a query, as `fetch` will send it. */
export interface UnsignedRequest {
  method: "GET" | "POST";
  url: URL;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/**
 * Signs a request with signature version 4, as AWS's SDK does.
 * @returns the headers to send it with; `fetch` adds the `host` that is signed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function signRequest(
  { method, url, headers = {}, body = "" }: UnsignedRequest,
  credentials: TemporaryCredentials,
  scope: SigningScope,
  signingDate: Date,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({ ...scope, credentials, sha256: Sha256, applyChecksum: false });
  const { protocol, hostname, pathname: path } = url;
  const request = { method, protocol, hostname, path, headers: { ...headers, host: url.host }, body };
  const signed = await signer.sign(request, { signingDate });
  const { host: _host, ...sent } = signed.headers;
  return sent;
}

/** What the signer hashes with. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }

  update(data: Uint8Array | string): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof secret === "string") return Buffer.from(secret);
  if (secret instanceof ArrayBuffer) return new Uint8Array(secret);
  return new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength);
}
