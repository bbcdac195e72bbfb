/** A client that sends bytes as they are. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import type { MalformedRequest } from "./malformed-requests.ts";

/** Longer than any answer takes, and shorter than the server's own limits. */
const PATIENCE_MS = 15_000;

/** What comes back until the connection is closed, or `hung`. */
export async function sendRaw(
  port: number,
  { parts, ending }: Omit<MalformedRequest, "kind">,
): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // A server that closes while the client still writes resets the connection.
  socket.on("error", () => {});
  const closed = new Promise<boolean>((resolve) => socket.once("close", () => resolve(true)));
  await write(socket, parts);
  if (ending === "leave") socket.destroy();
  if (ending === "end") socket.end();
  const { promise: patience, resolve: loseIt } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => loseIt(false), PATIENCE_MS);
  const isClosed = await Promise.race([closed, patience]);
  clearTimeout(timer);
  socket.destroy();
  return isClosed ? Buffer.concat(chunks).toString("latin1") : "hung";
}

async function write(socket: Socket, parts: readonly Buffer[]): Promise<void> {
  await Promise.race([once(socket, "connect"), once(socket, "close")]).catch(() => {});
  for (const part of parts) {
    if (socket.destroyed) return;
    socket.write(part);
    if (parts.length > 1) await setImmediate();
  }
}
