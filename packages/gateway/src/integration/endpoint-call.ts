/** One call to an HTTP endpoint: no redirect is followed, no connection is kept, nothing is decoded. */
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { HeaderField } from "../header.ts";
import { MAX_PAYLOAD_BYTES } from "../stages/admit.ts";

export interface EndpointCall {
  readonly origin: string;
  /** The path and query string as they go onto the request line. */
  readonly target: string;
  readonly method: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
  /** For everything, from the name's look-up to the last byte of the body. */
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
}

export type EndpointOutcome =
  | {
      readonly type: "answered";
      readonly status: number;
      readonly headers: readonly HeaderField[];
      readonly body: Uint8Array;
    }
  | { readonly type: "failed" }
  | { readonly type: "timedOut" };

const FAILED: EndpointOutcome = { type: "failed" };

/** Verbs whose body API Gateway does not send on. */
const WITHOUT_BODY = new Set(["GET", "HEAD", "OPTIONS"]);

/** Calls an endpoint. Never rejects. */
export async function callEndpoint(call: EndpointCall): Promise<EndpointOutcome> {
  const { promise, resolve } = Promise.withResolvers<EndpointOutcome>();
  const request = open(call, resolve);
  if (!request) return FAILED;
  const total = setTimeout(() => resolve({ type: "timedOut" }), call.timeoutMs);
  const connecting = setTimeout(() => resolve(FAILED), call.connectTimeoutMs);
  const connected = call.origin.startsWith("https:") ? "secureConnect" : "connect";
  request.on("socket", (socket) => socket.once(connected, () => clearTimeout(connecting)));
  try {
    return await promise;
  } finally {
    clearTimeout(total);
    clearTimeout(connecting);
    request.destroy();
  }
}

function open(
  { origin, target, method, headers, body }: EndpointCall,
  resolve: (outcome: EndpointOutcome) => void,
): ClientRequest | undefined {
  try {
    const { protocol, hostname, port } = new URL(origin);
    const request = (protocol === "https:" ? httpsRequest : httpRequest)({
      // An IPv6 address stands in brackets in a URL, and without them here.
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port,
      path: target,
      method,
      headers: Object.fromEntries(headers),
      agent: false,
    });
    let hasAnswered = false;
    request.on("response", (response) => {
      hasAnswered = true;
      void readAnswer(response).then(resolve);
    });
    // Once an answer has begun, reading it decides.
    const fail = () => hasAnswered || resolve(FAILED);
    request.on("error", fail).on("close", fail);
    request.end(WITHOUT_BODY.has(method) ? undefined : body);
    return request;
  } catch {
    return undefined;
  }
}

async function readAnswer(response: IncomingMessage): Promise<EndpointOutcome> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_PAYLOAD_BYTES) return FAILED;
    }
  } catch {
    return FAILED;
  }
  const { statusCode = 0, rawHeaders } = response;
  // A status below 200 is not the end of a response, and above 599 none that a client knows.
  if (!response.complete || statusCode < 200 || statusCode > 599) return FAILED;
  return { type: "answered", status: statusCode, headers: pairs(rawHeaders), body: Buffer.concat(chunks) };
}

function pairs(raw: readonly string[]): HeaderField[] {
  const headers: HeaderField[] = [];
  for (let index = 0; index < raw.length; index += 2) headers.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  return headers;
}
