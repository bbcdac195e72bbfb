/** A connection, from the request that opened it to the frame that closes it. */
import type { WebSocket } from "ws";
import type { Authorization } from "../exchange.ts";
import type { IamCaller } from "../iam/iam-caller.ts";

/** What is known of a client once it is let in, and does not change any more. */
export interface Client {
  readonly connectionId: string;
  /** Epoch milliseconds. */
  readonly connectedAt: number;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly authorization?: Authorization;
  readonly caller?: IamCaller;
}

export interface Connection {
  readonly client: Client;
  readonly socket: WebSocket;
  /** Epoch milliseconds. */
  lastActiveAt: number;
  /** Why the gateway closes it, once it does. */
  ending?: Ending;
  /** Puts the idle timeout off. */
  touch(): void;
}

/** @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
export interface Ending {
  readonly code: number;
  readonly reason: string;
}

/** Sends a text, unless the connection is closing. Either way of the traffic puts the idle timeout off. */
export function send(connection: Connection, text: string): void {
  if (!isOpen(connection)) return;
  connection.touch();
  connection.socket.send(text);
}

export function isOpen({ socket }: Connection): boolean {
  return socket.readyState === socket.OPEN;
}
