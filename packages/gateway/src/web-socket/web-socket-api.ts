/** A running WebSocket API: its definition, its connections, and what it needs to serve them. */
import type { GatewayOptions, LogEntry } from "../api.ts";
import type { IamDirectory } from "../iam/iam-directory.ts";
import type { LambdaFunction } from "../lambda.ts";
import type { Connection } from "./connection.ts";
import type { WebSocketDefinition } from "./web-socket-definition.ts";
import type { WebSocketEntry } from "./web-socket-entry.ts";

export interface WebSocketApi {
  readonly definition: WebSocketDefinition;
  readonly domainName: string;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** Who may sign requests; always there where `$connect` asks for signatures. */
  readonly iam: IamDirectory | undefined;
  readonly options: WebSocketOptions;
  /** By their ids; only those that are open. */
  readonly connections: Map<string, Connection>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly after: After;
  /** A new id of a connection, a request or a message. */
  readonly newId: () => string;
  readonly log: (entry: LogEntry) => void;
  readonly onDecision: (entry: WebSocketEntry) => void;
}

/** What AWS leaves open for WebSocket APIs as for REST APIs. */
export type WebSocketOptions = Pick<
  GatewayOptions,
  "authorizerTimeoutMs" | "requirePrincipalId" | "signatureClockSkewSeconds" | "unsignedPayload"
>;

/** Calls back once, after some milliseconds. What it returns calls that off. */
export type After = (milliseconds: number, callback: () => void) => () => void;
