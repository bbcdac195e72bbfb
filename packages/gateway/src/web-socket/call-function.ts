import { functionNamed } from "../function-table.ts";
import { type InvocationOutcome, invoke } from "../lambda.ts";
import type { WebSocketApi } from "./web-socket-api.ts";
import type { WebSocketIntegration } from "./web-socket-definition.ts";

/** Calls a function of the API. Never rejects. */
export function callFunction(
  { functionName, timeoutInMillis }: WebSocketIntegration,
  event: unknown,
  api: WebSocketApi,
): Promise<InvocationOutcome> {
  const { region, accountId } = api.definition;
  return invoke(functionNamed(functionName, api), {
    functionName,
    event,
    requestId: api.newId(),
    timeoutMs: timeoutInMillis,
    region,
    accountId,
    clock: api.clock,
  });
}
