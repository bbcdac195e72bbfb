import type { Server } from "node:http";
import { CliError } from "./errors.ts";

/** The one address on which anything here listens. */
export const LOOPBACK = "127.0.0.1";

/** A server that listens; `close` ends its connections and may be called more than once. */
export interface Listening {
  endpoint: string;
  close(): Promise<void>;
}

/**
 * Listens on the loopback address, on no other interface.
 * @param port 0 for any that is free
 * @throws CliError `PortInUse`
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(listenFault(port, cause)));
    server.listen(port, LOOPBACK, resolve);
  });
  server.removeAllListeners("error");
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  let closing: Promise<void> | undefined;
  return {
    endpoint: `http://${LOOPBACK}:${bound}`,
    close() {
      closing ??= close(server);
      return closing;
    },
  };
}

function listenFault(port: number, cause: NodeJS.ErrnoException): Error {
  if (cause.code !== "EADDRINUSE" && cause.code !== "EACCES") return cause;
  const why = cause.code === "EACCES" ? "may not be used" : "is in use";
  return new CliError("PortInUse", `port ${port} ${why}; choose another with --port, 0 for any`, { cause });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
