import type { Verdict } from "@lychgate/evaluation";
import type { Decision } from "@lychgate/policy";
import type { Client } from "./connection.ts";

/** An entry of the access log. It holds no header, no token and no message. */
export interface WebSocketEntry {
  readonly requestId: string;
  readonly connectionId: string;
  /** `$connect`, `$disconnect`, the key of a message's route, `POST @connections`; `null` where there was none. */
  readonly routeKey: string | null;
  /** What the client was told, what a message's integration returned, or what the connection was closed with. */
  readonly status: number;
  readonly principalId: string | null;
  /** `null` where no policy was evaluated. */
  readonly decision: Decision | null;
  /** The Sids of the deciding statements that have one. */
  readonly sids: readonly string[];
}

/** @param who what was found out about who asked */
export function webSocketEntry(
  what: Pick<WebSocketEntry, "requestId" | "connectionId" | "routeKey" | "status">,
  { authorization, caller }: Pick<Client, "authorization" | "caller">,
  verdict?: Verdict,
): WebSocketEntry {
  return {
    ...what,
    principalId: authorization?.result.principalId ?? caller?.arn ?? null,
    decision: verdict?.decision ?? null,
    sids: verdict?.statements.flatMap(({ sid }) => (sid === undefined ? [] : [sid])) ?? [],
  };
}
