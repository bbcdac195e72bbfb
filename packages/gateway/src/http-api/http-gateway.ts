/** API Gateway's pipeline for one HTTP API and one stage. */
import { randomBytes } from "node:crypto";
import type { DecisionEntry } from "../decision-entry.ts";
import { GatewayError } from "../errors.ts";
import { type FunctionTable, pickFunctions } from "../function-table.ts";
import type { Gateway } from "../gateway.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { guarded } from "../guarded.ts";
import type { IamDirectory } from "../iam/iam-directory.ts";
import { createPolicyCache } from "../policy-cache.ts";
import {
  DEFAULT_HTTP_OPTIONS,
  type HttpApi,
  type HttpGatewayOptions,
  type HttpLogEntry,
} from "./http-api.ts";
import type { HttpApiDefinition, HttpApiRoute } from "./http-api-definition.ts";
import { type HttpExchange, openHttpExchange } from "./http-exchange.ts";
import { refuseHttp } from "./http-refusal.ts";
import { type JwtIssuers, resolveIssuers } from "./jwt/jwt-issuer.ts";
import { admitHttp } from "./stages/admit-http.ts";
import { authenticateJwt } from "./stages/authenticate-jwt.ts";
import { authenticateSignature } from "./stages/authenticate-signature.ts";
import { authorizeByFunction } from "./stages/authorize-by-function.ts";
import { evaluateResult } from "./stages/evaluate-result.ts";
import { integrateRoute } from "./stages/integrate-route.ts";
import { routeRequest } from "./stages/route-request.ts";

export interface HttpGatewaySettings {
  /** Function name, as the definition's URIs give it → implementation. */
  readonly functions: FunctionTable;
  /** What verifies the tokens of the issuers that the definition names. */
  readonly issuers?: JwtIssuers;
  /** Who may sign requests. Its clock should be the gateway's. */
  readonly iam?: IamDirectory;
  /** Epoch milliseconds; the machine's clock unless given. */
  readonly clock?: () => number;
  /** A new request id; a random one of API Gateway's form unless given. */
  readonly requestId?: () => string;
  readonly options?: Partial<HttpGatewayOptions>;
  /** Told of every request once it is answered. */
  readonly onDecision?: (entry: DecisionEntry) => void;
  /** Told why a request was not served. */
  readonly log?: (entry: HttpLogEntry) => void;
}

type HttpStage = (
  exchange: HttpExchange,
  api: HttpApi,
) => GatewayResponse | undefined | Promise<GatewayResponse | undefined>;

const STAGES: readonly HttpStage[] = [
  admitHttp,
  routeRequest,
  authorizeByFunction,
  authenticateSignature,
  authenticateJwt,
  evaluateResult,
  integrateRoute,
];

/**
 * Makes a gateway that runs the definition of an HTTP API.
 * @throws GatewayError `MissingFunction` when the definition names a function that is not given, `MissingIam` when it
 *   asks for signatures and nobody is given who may sign, `MissingIssuer` when it names an issuer that is not given
 */
export function createHttpGateway(
  definition: HttpApiDefinition,
  settings: HttpGatewaySettings,
): Gateway<HttpApiDefinition> {
  const api = createApi(definition, settings);
  const onDecision = guarded(settings.onDecision);
  return {
    definition,
    async handle(request) {
      const exchange = openHttpExchange(request, api);
      const response = await answer(exchange, api);
      onDecision(httpDecisionEntry(exchange, response.status));
      return request.method === "HEAD" ? { ...response, body: new Uint8Array() } : response;
    },
    flushAuthorizerCache: () => api.resultCache.clear(),
  };
}

function createApi(definition: HttpApiDefinition, settings: HttpGatewaySettings): HttpApi {
  const { clock = Date.now, requestId = newRequestId, iam } = settings;
  const options = { ...DEFAULT_HTTP_OPTIONS, ...settings.options };
  const { routes, defaultRoute } = definition;
  const all = [...routes, ...(defaultRoute ? [defaultRoute] : [])];
  if (!iam) refuseSigned(all);
  return {
    definition,
    domainName: `${definition.apiId}.execute-api.${definition.region}.amazonaws.com`,
    functions: pickFunctions(all.flatMap(functionNames), settings.functions),
    resultCache: createPolicyCache(clock, options.authorizerCacheSize),
    iam,
    issuers: resolveIssuers(definition, settings.issuers),
    options,
    clock,
    requestId,
    log: guarded(settings.log),
  };
}

function functionNames({ authorization, integration }: HttpApiRoute): string[] {
  const names = integration.type === "AWS_PROXY" ? [integration.functionName] : [];
  return authorization.type === "CUSTOM" ? [authorization.authorizer.functionName, ...names] : names;
}

function refuseSigned(routes: readonly HttpApiRoute[]): void {
  const signed = routes.find(({ authorization }) => authorization.type === "AWS_IAM");
  if (!signed) return;
  throw new GatewayError("MissingIam", [
    `expected IAM identities because \`${signed.routeKey}\` asks for signatures, came none`,
  ]);
}

/** `JKJaXmPLvHcESHA=` */
function newRequestId(): string {
  return randomBytes(11).toString("base64url").padEnd(16, "=");
}

async function answer(exchange: HttpExchange, api: HttpApi): Promise<GatewayResponse> {
  try {
    for (const stage of STAGES) {
      const response = await stage(exchange, api);
      if (response) return response;
    }
    throw new Error("expected a stage to answer, none did");
  } catch (error) {
    const detail = error instanceof Error ? error.name : typeof error;
    return refuseHttp(exchange, api, 500, "InternalFault", { detail });
  }
}

function httpDecisionEntry(exchange: HttpExchange, status: number): DecisionEntry {
  const { requestId, request, match, authorization, caller, verdict } = exchange;
  const result = authorization?.result;
  return {
    requestId,
    method: request.method,
    resourcePath: match?.route.template ?? null,
    status,
    principalId: (result?.form === "policy" ? result.principalId : undefined) ?? caller?.arn ?? null,
    decision: verdict?.decision ?? null,
    sids: verdict?.statements.flatMap(({ sid }) => (sid === undefined ? [] : [sid])) ?? [],
    authorizer: authorization?.from ?? "none",
  };
}
