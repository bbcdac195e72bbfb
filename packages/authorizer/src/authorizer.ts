import { type CanonicalDocument, DENY_ALL, type Decision } from "@lychgate/policy";
import type { Authorization } from "./authorization.ts";
import { type AuthorizerRequest, prepare, type RequestOptions } from "./authorizer-request.ts";
import { createPolicyBinder, denyFrom } from "./bound-policy.ts";
import type { Caller, TokenVerifier } from "./caller.ts";
import { rememberCallers } from "./caller-cache.ts";
import { type CallerSource, denySubjectsOf, readerOf } from "./deny-list.ts";
import { AuthorizerFault, TokenRefused, UnauthorizedError } from "./errors.ts";
import type { EventKind } from "./event-kind.ts";
import { createMeter, type Measures } from "./meter.ts";
import { decideMethod, type ExpiringPolicy, type MethodDecision } from "./method-decision.ts";
import { createPolicyLookup } from "./policy-lookup.ts";
import type { DenyReason, Reason } from "./reasons.ts";
import { fitWebSocket } from "./result-size.ts";
import { checkSimpleResponses, decide, type SimpleResult } from "./simple-response.ts";
import { tierOf, type UsageTierKeys } from "./usage-tier.ts";

export interface AuthorizerOptions extends RequestOptions, CallerSource {
  verify: TokenVerifier;
  /** How long a group's policy is used before it is looked up again, in seconds; 0 looks it up each time. */
  policyTtlSeconds: number;
  /** For how much longer it is used while the table cannot be asked, in seconds, up to 3600; 0 unless given. */
  stalePolicySeconds?: number;
  /** The API keys of usage tiers, the highest tier first; without them no tier counts. */
  usageTierKeys?: UsageTierKeys;
  /** The current time in epoch milliseconds. */
  clock?: () => number;
  /** Whether to say in the log and the context what the policy decides for the method called; so unless false. */
  explainDecisions?: boolean;
  log?: (entry: AuthorizerLogEntry, measures: Measures) => void;
}

/** What is logged of a call: nothing that came in the token but who it is. */
export interface AuthorizerLogEntry {
  reason: Reason;
  principalId?: string;
  groups?: readonly string[];
  policyRevision?: string;
  /** By which the caller's requests are metered. */
  usageTier?: string;
  /** What the policy decides for the method that was called, where the event tells enough of the request. */
  decision?: Decision;
  /** The Sid of the statement that decides. */
  sid?: string;
  /** The id that API Gateway gave the request. */
  requestId?: string;
  /** The table could not be asked, so that the policies are those that were found last. */
  stale?: true;
  /** Of a fault, or of a stale policy: what could not be done. */
  message?: string;
}

/**
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export interface AuthorizerResult {
  principalId: string;
  policyDocument: CanonicalDocument;
  context: { [key: string]: string };
  /** The API key by which API Gateway meters the request. */
  usageIdentifierKey?: string;
}

export type Authorizer<Result = AuthorizerResult | SimpleResult> = (event: unknown) => Promise<Result>;

/** A result, and what is logged of it. */
interface Outcome {
  result: AuthorizerResult;
  entry: AuthorizerLogEntry;
  /** What decides, where it is a policy. */
  decides?: ExpiringPolicy;
}

/** What a denial without a policy says of every method. */
const DENIED: MethodDecision = { decision: "explicitDeny" };

/**
 * Makes the authorizer: event → token → groups → policies → result. A result does not depend on the method
 * that was called, so API Gateway may cache it for every method of the stage; a simple response does.
 *
 * The returned function throws `UnauthorizedError` for a missing or expired token and `AuthorizerFault` when
 * nothing could be decided. A bad token and a caller without a policy are denied, which is a result.
 *
 * @throws RangeError when simple responses or stale policies are kept for longer than they may be
 */
export function createAuthorizer(
  options: AuthorizerOptions & { simpleResponses?: never },
): Authorizer<AuthorizerResult>;
export function createAuthorizer(options: AuthorizerOptions): Authorizer;
export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  const { clock = Date.now, log = () => {}, explainDecisions = true, simpleResponses } = options;
  const { usageTierKeys } = options;
  if (simpleResponses) checkSimpleResponses(simpleResponses);
  const meter = createMeter(clock);
  const verify = rememberCallers(meter.verifying(options.verify), clock);
  const lookUp = createPolicyLookup(meter.lookingUp(readerOf(options)), {
    ttl: options.policyTtlSeconds * 1000,
    stale: staleMilliseconds(options),
    clock,
  });
  const mergeAndBind = createPolicyBinder();

  async function authorize(request: AuthorizerRequest): Promise<AuthorizerResult | SimpleResult> {
    const { kind, route, requestId } = request;
    const { result, entry, decides } = await resultFor(request);
    const { context } = result;
    const said = decisionFor(request, decides);
    if (kind === "$connect") fitWebSocket(result);
    // API Gateway keeps the context for other requests, so it names the one that the decision is about.
    else if (said && requestId !== undefined) Object.assign(context, said, { decidedFor: requestId });
    log({ ...entry, ...said, ...(requestId !== undefined && { requestId }) }, meter.take());
    return route ? { isAuthorized: said?.decision === "allowed", context } : result;
  }

  /** A simple response is a decision; of a policy it is only told, where it follows from what the event holds. */
  function decisionFor(
    request: AuthorizerRequest,
    decides: ExpiringPolicy | undefined,
  ): MethodDecision | undefined {
    if (request.route) return decides ? decide(decides, request.route, clock()) : DENIED;
    return decides && explainDecisions ? decideMethod(decides, request, clock()) : undefined;
  }

  async function resultFor({ authorization, binding, kind }: AuthorizerRequest): Promise<Outcome> {
    if (authorization.kind === "bearer") meter.countToken();
    const caller = await identify(authorization, verify);
    if (typeof caller === "string") return denial(caller);
    const subjects = options.denyList && denySubjectsOf(caller);
    if (options.denyList && subjects === undefined) return denial("TokenInvalid", caller);
    meter.countPolicies();
    const { documents, isRevoked, outage } = await lookUp(caller.groups, subjects);
    if (isRevoked) return markStale(denial("Revoked", caller), outage);
    if (documents.length === 0) return denial("NoPolicy", caller);
    const policy = mergeAndBind(documents, binding, caller.claims);
    const { statements, revision: policyRevision } = policy;
    const groups = documents.map(({ group }) => group);
    const tier = usageTierKeys && isMetered(kind) ? tierOf(documents, usageTierKeys) : undefined;
    const outcome: Outcome = {
      entry: {
        reason: "Authorized",
        principalId: caller.principalId,
        groups,
        policyRevision,
        ...(tier && { usageTier: tier.usageTier }),
      },
      result: {
        principalId: caller.principalId,
        policyDocument: { Version: "2012-10-17", Statement: [...statements, denyFrom(caller.expires)] },
        context: { ...whoIs(caller), groups: groups.join(" "), policyRevision },
        ...(tier && { usageIdentifierKey: tier.usageIdentifierKey }),
      },
      decides: { policy, expires: caller.expires },
    };
    return markStale(outcome, outage);
  }

  return async (event) => {
    let requestId: string | undefined;
    try {
      const request = prepare(event, options);
      requestId = request.requestId;
      return await authorize(request);
    } catch (cause) {
      const error = knownError(cause);
      log({ ...entryOf(error), ...(requestId !== undefined && { requestId }) }, meter.take());
      throw error;
    }
  };
}

const MAX_STALE_SECONDS = 3600;

function staleMilliseconds({ stalePolicySeconds = 0 }: AuthorizerOptions): number {
  if (
    Number.isInteger(stalePolicySeconds) &&
    stalePolicySeconds >= 0 &&
    stalePolicySeconds <= MAX_STALE_SECONDS
  )
    return stalePolicySeconds * 1000;
  throw new RangeError(`expected \`stalePolicySeconds\` to be 0 to 3600, got \`${stalePolicySeconds}\``);
}

/** HTTP APIs have no usage plans. */
function isMetered(kind: EventKind): boolean {
  return kind !== "1.0" && kind !== "2.0";
}

function markStale(outcome: Outcome, outage: AuthorizerFault | undefined): Outcome {
  if (outage === undefined) return outcome;
  Object.assign(outcome.result.context, { policyStale: "true" });
  return { ...outcome, entry: { ...outcome.entry, stale: true, message: outage.message } };
}

function denial(reason: DenyReason, caller?: Caller): Outcome {
  const context = caller ? { ...whoIs(caller), reason } : { reason };
  return {
    entry: caller ? { reason, principalId: caller.principalId } : { reason },
    result: { principalId: caller?.principalId ?? "unknown", policyDocument: DENY_ALL, context },
  };
}

/** The caller, or why there is none. */
async function identify(
  authorization: AuthorizerRequest["authorization"],
  verify: TokenVerifier,
): Promise<Caller | DenyReason> {
  if (authorization.kind !== "bearer") return refusalFor(authorization);
  try {
    return await verify(authorization.token);
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    if (error.code === "TokenExpired") throw new UnauthorizedError("TokenExpired");
    return error.code;
  }
}

function refusalFor({ kind }: Authorization): DenyReason {
  if (kind === "missing") throw new UnauthorizedError("TokenMissing");
  return kind === "ambiguous" ? "TokenAmbiguous" : "TokenInvalid";
}

function whoIs({ sub, username }: Caller): { sub: string; username: string } {
  return { sub, username };
}

/** An error of another kind may say anything, so nothing but its name is told. */
function knownError(error: unknown): UnauthorizedError | AuthorizerFault {
  if (error instanceof UnauthorizedError || error instanceof AuthorizerFault) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new AuthorizerFault("Unexpected", `expected no \`${name}\``, { cause: error });
}

function entryOf(error: UnauthorizedError | AuthorizerFault): AuthorizerLogEntry {
  if (error instanceof UnauthorizedError) return { reason: error.reason };
  return { reason: error.code, message: error.message };
}
