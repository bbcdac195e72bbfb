/** API Gateway's REST authorization path for one API and one stage. */
import { randomUUID } from "node:crypto";
import { type Api, DEFAULT_OPTIONS, type GatewayOptions, type LogEntry } from "./api.ts";
import type { ApiDefinition } from "./api-definition.ts";
import { type DecisionEntry, decisionEntry } from "./decision-entry.ts";
import { type Exchange, openExchange } from "./exchange.ts";
import { type FunctionTable, resolveFunctions } from "./function-table.ts";
import type { GatewayRequest, GatewayResponse } from "./gateway-message.ts";
import { runPipeline } from "./pipeline.ts";
import { createPolicyCache } from "./policy-cache.ts";
import { refuse } from "./refusal.ts";

export interface Gateway {
  readonly definition: ApiDefinition;
  /** Answers a request. It never rejects: a fault is a 500. */
  handle(request: GatewayRequest): Promise<GatewayResponse>;
  /** Forgets every authorizer result, like `FlushStageAuthorizersCache`. */
  flushAuthorizerCache(): void;
}

export interface GatewaySettings {
  /** Function name, as the definition's URIs give it → implementation. */
  readonly functions: FunctionTable;
  /** Epoch milliseconds; the machine's clock unless given. */
  readonly clock?: () => number;
  /** A new request id; a random UUID unless given. */
  readonly requestId?: () => string;
  readonly options?: Partial<GatewayOptions>;
  /** Told of every request once it is answered. */
  readonly onDecision?: (entry: DecisionEntry) => void;
  /** Told why a request was not served. */
  readonly log?: (entry: LogEntry) => void;
}

/**
 * Makes a gateway that runs a definition.
 * @throws GatewayError `MissingFunction` when the definition names a function that is not given
 */
export function createGateway(definition: ApiDefinition, settings: GatewaySettings): Gateway {
  const api = createApi(definition, settings);
  const onDecision = guarded(settings.onDecision);
  return {
    definition,
    async handle(request) {
      const exchange = openExchange(request, api);
      const response = await answer(exchange, api);
      onDecision(decisionEntry(exchange, response.status));
      return request.method === "HEAD" ? { ...response, body: new Uint8Array() } : response;
    },
    flushAuthorizerCache: () => api.policyCache.clear(),
  };
}

function createApi(definition: ApiDefinition, settings: GatewaySettings): Api {
  const { clock = Date.now, requestId = randomUUID } = settings;
  const options = { ...DEFAULT_OPTIONS, ...settings.options };
  return {
    definition,
    domainName: `${definition.apiId}.execute-api.${definition.region}.amazonaws.com`,
    functions: resolveFunctions(definition, settings.functions),
    policyCache: createPolicyCache(clock, options.authorizerCacheSize),
    options,
    clock,
    requestId,
    log: guarded(settings.log),
  };
}

async function answer(exchange: Exchange, api: Api): Promise<GatewayResponse> {
  try {
    return await runPipeline(exchange, api);
  } catch (error) {
    const detail = error instanceof Error ? error.name : typeof error;
    return refuse(exchange, api, "API_CONFIGURATION_ERROR", "InternalFault", { detail });
  }
}

/** A log that fails changes no answer. */
function guarded<Entry>(log: ((entry: Entry) => void) | undefined): (entry: Entry) => void {
  return (entry) => {
    try {
      log?.(entry);
    } catch {
      // There is nobody left to tell.
    }
  };
}
