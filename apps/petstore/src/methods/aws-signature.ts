import { createHash, createHmac } from "node:crypto";

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

const ALGORITHM = "AWS4-HMAC-SHA256";

/**
 * Signs a request with signature version 4.
 * @returns the headers to send it with; `fetch` adds the `host` that is signed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signRequest(
  { method, url, headers = {}, body = "" }: UnsignedRequest,
  { accessKeyId, secretAccessKey, sessionToken }: TemporaryCredentials,
  { region, service }: SigningScope,
  now: Date,
): Record<string, string> {
  const timestamp = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const day = timestamp.slice(0, 8);
  const scope = [day, region, service, "aws4_request"];
  const sent = { ...headers, "x-amz-date": timestamp, "x-amz-security-token": sessionToken };
  const signed = Object.entries({ ...sent, host: url.host }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(";");
  const canonical = [
    method,
    canonicalPath(url.pathname),
    "",
    ...signed.map(([name, value]) => `${name}:${value}`),
    "",
    names,
    sha256(body),
  ];
  const text = [ALGORITHM, timestamp, scope.join("/"), sha256(canonical.join("\n"))].join("\n");
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString("hex");
  const credential = [accessKeyId, ...scope].join("/");
  return {
    ...sent,
    authorization: `${ALGORITHM} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

/** Every service but S3 encodes the path once more than it is sent. */
function canonicalPath(pathname: string): string {
  return pathname.split("/").map(encodeURIComponent).join("/");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
