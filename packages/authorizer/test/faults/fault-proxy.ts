import { once } from "node:events";
import { createServer, type ServerResponse, request as send } from "node:http";
import type { Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { close, listen } from "../loopback.ts";

/** What stands behind the proxy said. */
export interface Passed {
  status: number;
  body: string;
}

/** What becomes of a request instead of being passed on. @param pass asks what stands behind the proxy */
export type Fault = (response: ServerResponse, pass: () => Promise<Passed>, body: string) => unknown;

/** A network that fails on demand, with sockets of this machine at both ends. */
export interface FaultProxy {
  endpoint: string;
  requests(): number;
  /** What becomes of the requests from now on; they are passed on without one. */
  fail(fault?: Fault): void;
  /** Refuses connections, and ends those that are open, until it is told otherwise. */
  refuse(isRefusing: boolean): Promise<void>;
  /** Ends the connections that are open, or keeps them open and says nothing on them any more. */
  abandon(how: "ended" | "silent"): void;
  close(): Promise<void>;
}

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let fault: Fault | undefined;
  let requests = 0;
  const open = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  const server = createServer(async (request, response) => {
    requests += 1;
    if (silent.has(request.socket)) return;
    const body = await buffer(request);
    const pass = () => passOn(target, request.headers, body);
    if (fault) return fault(response, pass, body.toString());
    answer(response, await pass());
  });
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  const endpoint = await listen(server);
  return {
    endpoint,
    requests: () => requests,
    fail(next) {
      fault = next;
    },
    async refuse(isRefusing) {
      if (isRefusing) return close(server);
      server.listen(Number(new URL(endpoint).port), "127.0.0.1");
      await once(server, "listening");
    },
    abandon(how) {
      for (const socket of open) {
        if (how === "silent") silent.add(socket);
        else socket.destroy();
      }
    },
    async close() {
      if (server.listening) await close(server);
    },
  };
}

export function answer(response: ServerResponse, { status, body }: Passed): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(body);
}

async function passOn(
  target: string,
  headers: NodeJS.Dict<string | string[]>,
  body: Buffer,
): Promise<Passed> {
  const sent = send(target, { method: "POST", headers }).end(body);
  const [response] = await once(sent, "response");
  return { status: response.statusCode, body: (await buffer(response)).toString() };
}
