import type { Decision } from "@lychgate/policy";
import type { Exchange } from "./exchange.ts";

/** An entry of the access log: what became of a request, and who decided. It holds no header and no token. */
export interface DecisionEntry {
  readonly requestId: string;
  readonly method: string;
  /** The path template; `null` where no route was found. */
  readonly resourcePath: string | null;
  readonly status: number;
  readonly principalId: string | null;
  /** `null` where no policy was evaluated. */
  readonly decision: Decision | null;
  /** The Sids of the deciding statements that have one. */
  readonly sids: readonly string[];
  /** Whether the policy came from the cache, from the authorizer, or there was none. */
  readonly authorizer: "hit" | "miss" | "none";
  /** Whether the canary served it; only where the stage has one. */
  readonly isCanaryRequest?: boolean;
}

export function decisionEntry(exchange: Exchange, status: number, isCanary?: boolean): DecisionEntry {
  const { requestId, method, route, authorization, caller, verdict } = exchange;
  return {
    requestId,
    method,
    resourcePath: route?.resource.template ?? null,
    status,
    principalId: authorization?.result.principalId ?? caller?.arn ?? null,
    decision: verdict?.decision ?? null,
    sids: verdict?.statements.flatMap(({ sid }) => (sid === undefined ? [] : [sid])) ?? [],
    authorizer: authorization?.from ?? "none",
    ...(isCanary !== undefined && { isCanaryRequest: isCanary }),
  };
}
