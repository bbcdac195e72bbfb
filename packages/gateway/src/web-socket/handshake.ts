/** The protocol itself, which is the library's: handshakes and frames. */
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { GatewayRequest } from "../gateway-message.ts";
import { type Network, readRequest } from "../request-listener.ts";
import { MAX_MESSAGE_BYTES } from "./open-connection.ts";

/** What becomes of a handshake. */
export type HandshakeAnswer =
  | {
      readonly accepted: true;
      readonly protocol: string | undefined;
      /** Called once, with the connection, or with none when the client has left meanwhile. */
      opened(socket: WebSocket | undefined): void;
    }
  | {
      readonly accepted: false;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

export type UpgradeListener = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

type Decide = (request: GatewayRequest) => Promise<HandshakeAnswer>;

/** A listener for `upgrade`. Malformed handshakes are refused before anybody is asked. */
export function createUpgradeListener(decide: Decide, network: Network): UpgradeListener {
  const accepted = new WeakMap<IncomingMessage, Extract<HandshakeAnswer, { accepted: true }>>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (_, req) => accepted.get(req)?.protocol ?? false,
    verifyClient(
      { req },
      done: (isAccepted: boolean, status?: number, body?: string, headers?: OutgoingHttpHeaders) => void,
    ) {
      decide(readRequest(req, network, new Uint8Array()))
        .then((answer) => {
          if (!answer.accepted) return done(false, answer.status, answer.body, { ...answer.headers });
          accepted.set(req, answer);
          done(true);
          // Whoever is let in is connected by now, or has left.
          if (accepted.has(req)) answer.opened(undefined);
        })
        .catch(() => req.socket.destroy());
    },
  });
  return (req, socket, head) => {
    server.handleUpgrade(req, socket, head, (webSocket) => {
      const answer = accepted.get(req);
      accepted.delete(req);
      if (answer) answer.opened(webSocket);
      else webSocket.terminate();
    });
  };
}
