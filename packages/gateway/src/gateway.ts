/** API Gateway's REST authorization path for one API and one stage. */
import { randomUUID } from "node:crypto";
import { type Api, DEFAULT_OPTIONS, type GatewayOptions, type LogEntry } from "./api.ts";
import type { ApiDefinition } from "./api-definition.ts";
import { type Canary, createCanaryChoice } from "./canary.ts";
import { resolveUserPools, type UserPools } from "./cognito/user-pool.ts";
import { type DecisionEntry, decisionEntry } from "./decision-entry.ts";
import { type Exchange, openExchange } from "./exchange.ts";
import { type ExecutionLog, openExecutionLog } from "./execution-log.ts";
import { type FunctionTable, resolveFunctions } from "./function-table.ts";
import type { GatewayRequest, GatewayResponse } from "./gateway-message.ts";
import { guarded } from "./guarded.ts";
import { expectIam } from "./iam/expect-iam.ts";
import type { IamDirectory } from "./iam/iam-directory.ts";
import { runPipeline } from "./pipeline.ts";
import { createPolicyCache, type PolicyCache } from "./policy-cache.ts";
import { refuse } from "./refusal.ts";
import { createUsage, type Usage } from "./usage/usage.ts";
import { NO_USAGE_PLANS, type UsagePlans } from "./usage/usage-plan.ts";

export interface Gateway<Definition = ApiDefinition> {
  readonly definition: Definition;
  /** Answers a request. It never rejects: a fault is a 500. */
  handle(request: GatewayRequest): Promise<GatewayResponse>;
  /** Forgets every authorizer result, like `FlushStageAuthorizersCache`. */
  flushAuthorizerCache(): void;
}

export interface GatewaySettings {
  /** Function name, as the definition's URIs give it → implementation. */
  readonly functions: FunctionTable;
  /** The user pools that the definition names, by their ARNs. */
  readonly userPools?: UserPools;
  /** Epoch milliseconds; the machine's clock unless given. */
  readonly clock?: () => number;
  /** A new request id; a random UUID unless given. */
  readonly requestId?: () => string;
  readonly options?: Partial<GatewayOptions>;
  /** Who may sign requests. Its clock should be the gateway's. */
  readonly iam?: IamDirectory;
  /** API keys, usage plans and throttles, as `readPlans` gives them; none unless given. */
  readonly usagePlans?: UsagePlans;
  /** Another deployment on the same stage, as `readCanary` gives it; none unless given. */
  readonly canary?: Canary;
  /** Chooses between the deployments: a number from 0, and less than 1; `Math.random` unless given. */
  readonly random?: () => number;
  /** Told of every request once it is answered. */
  readonly onDecision?: (entry: DecisionEntry) => void;
  /** Told why a request was not served. */
  readonly log?: (entry: LogEntry) => void;
  /** Told how every request went, in API Gateway's words, a line at a time; nothing is written unless given. */
  readonly executionLog?: (line: string) => void;
}

/**
 * Makes a gateway that runs a definition.
 * @throws GatewayError `MissingFunction` when the definition names a function that is not given, `MissingIam` when it
 *   asks for signatures and nobody is given who may sign, `MissingUserPool`
 *   when it names a user pool that is not, `InvalidPlans` when
 *   the usage plans throttle a method that it does not have
 */
export function createGateway(definition: ApiDefinition, settings: GatewaySettings): Gateway {
  const { choose, caches } = createDeployments(createApi(definition, settings), settings);
  const onDecision = guarded(settings.onDecision);
  return {
    definition,
    async handle(request) {
      const api = choose();
      const exchange = openExchange(request, api);
      const executionLog = openExecutionLog(exchange, api);
      const response = await answer(exchange, api, executionLog);
      executionLog?.close(response.status);
      onDecision(decisionEntry(exchange, response.status, api.isCanaryRequest));
      return request.method === "HEAD" ? { ...response, body: new Uint8Array() } : response;
    },
    flushAuthorizerCache: () => {
      for (const cache of caches) cache.clear();
    },
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
    iam: expectIam(definition, settings.iam),
    userPools: resolveUserPools(definition, settings.userPools),
    usage: openUsage(definition, settings, options),
    options,
    clock,
    requestId,
    log: guarded(settings.log),
    executionLog: settings.executionLog && guarded(settings.executionLog),
  };
}

interface Deployments {
  /** The deployment that serves the next request. */
  choose(): Api;
  readonly caches: readonly PolicyCache[];
}

/**
 * The stage's deployment and its canary. They share what belongs to the stage, such as the usage of keys, but no
 * authorizer result: what one deployment's authorizer said holds for that deployment.
 */
function createDeployments(api: Api, settings: GatewaySettings): Deployments {
  const { canary, random = Math.random } = settings;
  if (!canary) return { choose: () => api, caches: [api.policyCache] };
  const isForCanary = createCanaryChoice(api.definition, canary, random);
  const { definition } = canary;
  const other: Api = {
    ...api,
    definition,
    functions: resolveFunctions(definition, settings.functions),
    policyCache: createPolicyCache(api.clock, api.options.authorizerCacheSize),
    iam: expectIam(definition, settings.iam),
    userPools: resolveUserPools(definition, settings.userPools),
    isCanaryRequest: true,
  };
  const stable: Api = { ...api, isCanaryRequest: false };
  return {
    choose: () => (isForCanary() ? other : stable),
    caches: [stable.policyCache, other.policyCache],
  };
}

/** The first period of every quota is the one in which the gateway is made. */
function openUsage(
  definition: ApiDefinition,
  { usagePlans = NO_USAGE_PLANS, clock = Date.now }: GatewaySettings,
  { quotaOffset }: GatewayOptions,
): Usage {
  const isMetered = usagePlans.usagePlans.some(({ quota }) => quota !== undefined);
  return createUsage(definition, usagePlans, { quotaOffset, startedAt: isMetered ? clock() : 0 });
}

async function answer(exchange: Exchange, api: Api, log: ExecutionLog | undefined): Promise<GatewayResponse> {
  try {
    return await runPipeline(exchange, api, log);
  } catch (error) {
    const detail = error instanceof Error ? error.name : typeof error;
    return refuse(exchange, api, "API_CONFIGURATION_ERROR", "InternalFault", { detail });
  }
}
