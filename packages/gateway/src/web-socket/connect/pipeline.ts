/** The way of a handshake. */
import type { Opening, Refusal } from "../opening.ts";
import type { WebSocketApi } from "../web-socket-api.ts";
import { admitHandshake } from "./admit-handshake.ts";
import { authenticateConnect } from "./authenticate-connect.ts";
import { authorizeConnect } from "./authorize-connect.ts";
import { evaluateConnect } from "./evaluate-connect.ts";
import { integrateConnect } from "./integrate-connect.ts";

/**
 * Looks at a handshake and refuses it, or adds what it found out and leaves it to the next stage.
 * A fault is thrown; it becomes a 500.
 */
export type ConnectStage = (
  opening: Opening,
  api: WebSocketApi,
) => Refusal | undefined | Promise<Refusal | undefined>;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html */
const STAGES: readonly ConnectStage[] = [
  admitHandshake,
  authorizeConnect,
  authenticateConnect,
  evaluateConnect,
  integrateConnect,
];

/** Runs the stages until one refuses; the client is let in when none does. */
export async function runConnect(opening: Opening, api: WebSocketApi): Promise<Refusal | undefined> {
  for (const stage of STAGES) {
    const refusal = await stage(opening, api);
    if (refusal) return refusal;
  }
  return undefined;
}
