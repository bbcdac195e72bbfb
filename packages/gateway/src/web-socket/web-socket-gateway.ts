/** API Gateway's WebSocket path for one API and one stage. */
import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { DEFAULT_OPTIONS, type LogEntry } from "../api.ts";
import { GatewayError } from "../errors.ts";
import { type FunctionTable, pickFunctions } from "../function-table.ts";
import type { GatewayRequest, GatewayResponse } from "../gateway-message.ts";
import { guarded } from "../guarded.ts";
import type { IamDirectory } from "../iam/iam-directory.ts";
import { checkNetwork, type Network } from "../request-listener.ts";
import { clientOf } from "./client.ts";
import { runConnect } from "./connect/pipeline.ts";
import { errorText } from "./error-text.ts";
import { createUpgradeListener, type HandshakeAnswer, type UpgradeListener } from "./handshake.ts";
import { manageConnections } from "./manage-connections.ts";
import { disconnect, ENDINGS, endConnection, openConnection } from "./open-connection.ts";
import { beginOpening, type Opening, type Refusal, refuseOpening } from "./opening.ts";
import type { After, WebSocketApi, WebSocketOptions } from "./web-socket-api.ts";
import { functionsOf, type WebSocketDefinition } from "./web-socket-definition.ts";
import { type WebSocketEntry, webSocketEntry } from "./web-socket-entry.ts";

export interface WebSocketGateway {
  readonly definition: WebSocketDefinition;
  /** Answers what is no handshake: requests for `@connections`. It never rejects: a fault is a 500. */
  handle(request: GatewayRequest): Promise<GatewayResponse>;
  /**
   * What a `node:http` server does on `upgrade`. All callers come from one network.
   * @throws GatewayError `InvalidSetting` when its address is none
   */
  upgradeListener(network: Network): UpgradeListener;
  /** Closes every connection, and ends those whose client does not answer. */
  close(): Promise<void>;
}

export interface WebSocketGatewaySettings {
  /** Function name, as the definition's URIs give it → implementation. */
  readonly functions: FunctionTable;
  /** Who may sign handshakes and requests for `@connections`; without it, nobody. Its clock should be the gateway's. */
  readonly iam?: IamDirectory;
  readonly options?: Partial<WebSocketOptions>;
  /** Epoch milliseconds; the machine's clock unless given. */
  readonly clock?: () => number;
  /** What closes idle and old connections; the machine's timers unless given. */
  readonly after?: After;
  /** A new id of a connection, a request or a message, of which no two may be the same; random unless given. */
  readonly newId?: () => string;
  /** Told of every connection, message and request for `@connections` once it is answered. */
  readonly onDecision?: (entry: WebSocketEntry) => void;
  /** Told why something was not served. */
  readonly log?: (entry: LogEntry) => void;
}

/**
 * Makes a gateway that runs a definition.
 * @throws GatewayError `MissingFunction` when the definition names a function that is not given, `MissingIam` when
 *   `$connect` asks for signatures and nobody is given who may sign
 */
export function createWebSocketGateway(
  definition: WebSocketDefinition,
  settings: WebSocketGatewaySettings,
): WebSocketGateway {
  const api = createApi(definition, settings);
  const sockets = new Set<Duplex>();
  return {
    definition,
    async handle(request) {
      try {
        return manageConnections(request, api);
      } catch (error) {
        const detail = error instanceof Error ? error.name : typeof error;
        api.log({ requestId: api.newId(), reason: "InternalFault", detail });
        return { status: 500, headers: [], body: new Uint8Array() };
      }
    },
    upgradeListener(network) {
      checkNetwork(network);
      const upgrade = createUpgradeListener((request) => decide(request, api), network);
      return (req, socket, head) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
        upgrade(req, socket, head);
      };
    },
    async close() {
      for (const connection of [...api.connections.values()])
        endConnection(connection, ENDINGS.shutdown, api);
      await allClosed(sockets);
    },
  };
}

function createApi(definition: WebSocketDefinition, settings: WebSocketGatewaySettings): WebSocketApi {
  const { clock = Date.now, after = afterTimer, newId = randomId, iam } = settings;
  if (definition.connect.authorization.type === "AWS_IAM" && !iam) {
    throw new GatewayError("MissingIam", [
      "expected IAM identities because `$connect` asks for signatures, came none",
    ]);
  }
  return {
    definition,
    domainName: `${definition.apiId}.execute-api.${definition.region}.amazonaws.com`,
    functions: pickFunctions(functionsOf(definition), settings.functions),
    iam,
    options: { ...DEFAULT_OPTIONS, ...settings.options },
    connections: new Map(),
    clock,
    after,
    newId,
    log: guarded(settings.log),
    onDecision: guarded(settings.onDecision),
  };
}

/** Decides a handshake, whose integration is asked before the client is connected. Never rejects. */
async function decide(request: GatewayRequest, api: WebSocketApi): Promise<HandshakeAnswer> {
  const opening = beginOpening(request, api);
  const refusal = await runConnect(opening, api).catch((error: unknown) => {
    const detail = error instanceof Error ? error.name : typeof error;
    return refuseOpening(opening, api, "API_CONFIGURATION_ERROR", "InternalFault", { detail });
  });
  const { requestId, connectionId, verdict, protocol } = opening;
  const what = { requestId, connectionId, routeKey: "$connect", status: refusal?.status ?? 101 };
  api.onDecision(webSocketEntry(what, opening, verdict));
  if (refusal) return refused(refusal, opening);
  const client = clientOf(opening);
  return {
    accepted: true,
    protocol,
    opened(socket) {
      if (socket) openConnection(client, socket, api);
      else void disconnect({ code: 1006, reason: "" }, client, api);
    },
  };
}

function refused({ status, error }: Refusal, { connectionId, requestId }: Opening): HandshakeAnswer {
  const headers = { "x-amzn-RequestId": requestId };
  if (!error) return { accepted: false, status, headers, body: "" };
  return {
    accepted: false,
    status,
    headers: { ...headers, "Content-Type": "application/json", "x-amzn-ErrorType": error.type },
    body: errorText(error.message, connectionId, requestId),
  };
}

/** How long a client has to answer when the gateway closes. */
const PATIENCE_MS = 1000;

async function allClosed(sockets: ReadonlySet<Duplex>): Promise<void> {
  const closed = Promise.all(
    [...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve))),
  );
  const patience = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, PATIENCE_MS);
  await closed;
  clearTimeout(patience);
}

/** `JFc_aeB5oAMCEug=` */
function randomId(): string {
  return `${randomBytes(11).toString("base64url")}=`;
}

function afterTimer(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
