import { lastValue } from "../header.ts";
import type { Client } from "./connection.ts";
import type { Opening } from "./opening.ts";

/** What a handshake says of its client, as far as it has come. */
export function clientOf(opening: Opening): Client {
  const { connectionId, receivedAt, request, headers, authorization, caller } = opening;
  return {
    connectionId,
    connectedAt: receivedAt,
    sourceIp: request.sourceIp,
    userAgent: lastValue(headers, "user-agent"),
    ...(authorization && { authorization }),
    ...(caller && { caller }),
  };
}
