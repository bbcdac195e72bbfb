/** The execution log: how one request went, in the lines that API Gateway writes to CloudWatch. */
import type { Api } from "./api.ts";
import type { Exchange } from "./exchange.ts";
import { refusalTexts } from "./execution-log-refusals.ts";
import { STAGE_TEXTS } from "./execution-log-texts.ts";
import type { Stage } from "./pipeline.ts";
import { validateRequest } from "./stages/validate-request.ts";

export interface ExecutionLog {
  /** A stage is about to look at the request. */
  enter(stage: Stage): void;
  /** A stage has left the request to the next one. */
  leave(stage: Stage): void;
  /** The request is answered. */
  close(status: number): void;
}

/**
 * Opens the log of a request; `undefined` where nobody reads it. A line is the time, the request id and the text:
 * `2026-11-21T12:00:00.000Z (8c1e…) Starting authorizer: groups for request: 8c1e…`.
 *
 * INVARIANT: no line holds what the caller sent or a function returned. Only an API key that exists is told, by its
 * last six characters.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function openExecutionLog(exchange: Exchange, api: Api): ExecutionLog | undefined {
  const { executionLog, clock } = api;
  if (!executionLog) return undefined;
  let isExecuting = false;
  const write = (texts: readonly string[] = []) => {
    for (const text of texts) {
      executionLog(`${new Date(clock()).toISOString()} (${exchange.requestId}) ${text}`);
    }
  };
  write([`Extended Request Id: ${exchange.extendedRequestId}`]);
  return {
    enter(stage) {
      isExecuting ||= stage === validateRequest;
      write(STAGE_TEXTS.get(stage)?.before?.(exchange, api));
    },
    leave(stage) {
      write(STAGE_TEXTS.get(stage)?.after?.(exchange, api));
    },
    close(status) {
      const refused = refusalTexts(status, exchange, api);
      write(refused);
      if (!isExecuting) return;
      if (refused.length === 0) write(["Successfully completed execution"]);
      write([`Method completed with status: ${status}`]);
    },
  };
}
