/** Signature version 4, by AWS's own signer. It is loaded when something is signed. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AccessKey } from "./local-stack.ts";

export interface UnsignedRequest {
  method: string;
  /** Where the API is, which is not where a page's request goes first. */
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface Signing {
  credentials: AccessKey;
  region: string;
  service?: string;
  at: Date;
}

/**
 * The headers to send a request with; the browser and the console's server see to `host`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function signRequest(
  { method, url, headers, body = "" }: UnsignedRequest,
  { credentials, region, service = "execute-api", at }: Signing,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
  const { protocol, hostname, host, pathname: path } = url;
  const query = queryOf(url);
  const request = { method, protocol, hostname, path, query, headers: { ...headers, host }, body };
  const { host: _, ...signed } = (await signer.sign(request, { signingDate: at })).headers;
  return signed;
}

function queryOf({ searchParams }: URL): Record<string, string[]> {
  const byName = Map.groupBy(searchParams, ([name]) => name);
  return Object.fromEntries([...byName].map(([name, pairs]) => [name, pairs.map(([, value]) => value)]));
}
