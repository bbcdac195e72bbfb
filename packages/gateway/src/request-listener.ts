/** The gateway behind a `node:http` server, which its caller owns. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { isIP } from "node:net";
import { GatewayError } from "./errors.ts";
import type { Gateway } from "./gateway.ts";
import type { GatewayRequest, GatewayResponse, VpcEndpoint } from "./gateway-message.ts";
import type { HeaderField } from "./header.ts";
import { MAX_PAYLOAD_BYTES } from "./stages/admit.ts";

/** Where all callers of a listener are. */
export interface Network {
  readonly sourceIp: string;
  /** Where they come through one; `sourceIp` is then an address of its VPC. */
  readonly vpcEndpoint?: VpcEndpoint;
}

/**
 * A listener that stands for one network: all its callers have the same source address, whatever they send.
 * @throws GatewayError `InvalidSetting` when the address is none
 */
export function createRequestListener(gateway: Pick<Gateway, "handle">, network: Network): RequestListener {
  checkNetwork(network);
  return (req, res) => {
    // A caller who leaves is no fault; without a listener a late write would end the process.
    res.on("error", () => {});
    void serve(gateway, network, req, res);
  };
}

/** @throws GatewayError `InvalidSetting` when the address is none */
export function checkNetwork({ sourceIp }: Network): void {
  if (isIP(sourceIp) !== 0) return;
  throw new GatewayError("InvalidSetting", [`sourceIp: expected an IP address, came \`${sourceIp}\``]);
}

async function serve(
  gateway: Pick<Gateway, "handle">,
  network: Network,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(req);
    send(res, await gateway.handle(readRequest(req, network, body)));
  } catch {
    res.destroy();
  }
}

/** Reads a body, and of one that is too large only as much as shows that it is; the server drops the rest. */
async function readBody(req: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_PAYLOAD_BYTES) break;
  }
  return Buffer.concat(chunks);
}

export function readRequest(req: IncomingMessage, network: Network, body: Uint8Array): GatewayRequest {
  const { method = "", url = "", httpVersion } = req;
  const at = url.indexOf("?");
  return {
    method,
    rawPath: at === -1 ? url : url.slice(0, at),
    rawQuery: at === -1 ? "" : url.slice(at + 1),
    headers: readHeaders(req.rawHeaders),
    body,
    sourceIp: network.sourceIp,
    ...(network.vpcEndpoint && { vpcEndpoint: network.vpcEndpoint }),
    httpVersion,
  };
}

function readHeaders(raw: readonly string[]): HeaderField[] {
  const headers: HeaderField[] = [];
  for (let index = 0; index < raw.length; index += 2) headers.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  return headers;
}

function send(res: ServerResponse, { status, headers, body }: GatewayResponse): void {
  if (res.destroyed) return;
  const hasBody = res.req.method !== "HEAD" && status !== 204 && status !== 304;
  const length: HeaderField[] = hasBody ? [["Content-Length", String(body.length)]] : [];
  res.writeHead(status, [...headers, ...length].flat());
  res.end(hasBody ? body : undefined);
}
