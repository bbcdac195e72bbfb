/** An HTTP endpoint for tests: it keeps what it is sent. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  /** In wire order, with the sender's casing. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export interface HttpEndpoint {
  /** `127.0.0.1:40123` */
  readonly host: string;
  readonly received: ReceivedRequest[];
  close(): void;
}

export type Serve = (request: ReceivedRequest, response: ServerResponse) => void;

export async function openEndpoint(
  serve: Serve = (_, response) => response.end("ok"),
): Promise<HttpEndpoint> {
  const received: ReceivedRequest[] = [];
  const server = createServer(async (req, res) => {
    const request = await receive(req);
    received.push(request);
    serve(request, res);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { host: hostOf(server), received, close: () => server.close().closeAllConnections() };
}

function hostOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function receive(req: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const { method = "", url = "", rawHeaders } = req;
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""] as const] : [],
  );
  return { method, url, headers, body: Buffer.concat(chunks) };
}
