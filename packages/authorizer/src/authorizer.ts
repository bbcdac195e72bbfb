import { type CanonicalDocument, DENY_ALL, type Decision } from "@lychgate/policy";
import type { PolicyStore } from "@lychgate/policy-store";
import type { Authorization } from "./authorization.ts";
import { type AuthorizerRequest, prepare, type RequestOptions } from "./authorizer-request.ts";
import { createPolicyBinder, denyFrom } from "./bound-policy.ts";
import type { Caller, TokenVerifier } from "./caller.ts";
import { rememberCallers } from "./caller-cache.ts";
import { AuthorizerFault, TokenRefused, UnauthorizedError } from "./errors.ts";
import { createPolicyLookup } from "./policy-lookup.ts";
import type { DenyReason, Reason } from "./reasons.ts";
import { checkSimpleResponses, decide, type SimpleResult } from "./simple-response.ts";

export interface AuthorizerOptions extends RequestOptions {
  verify: TokenVerifier;
  store: Pick<PolicyStore, "get">;
  /** How long a group's policy is used before it is looked up again, in seconds; 0 looks it up each time. */
  policyTtlSeconds: number;
  /** The current time in epoch milliseconds. */
  clock?: () => number;
  log?: (entry: AuthorizerLogEntry) => void;
}

/** What is logged of a call: nothing that came in the token but who it is. */
export interface AuthorizerLogEntry {
  reason: Reason;
  principalId?: string;
  groups?: readonly string[];
  policyRevision?: string;
  /** What the policy says of the request, where the answer is a simple response. */
  decision?: Decision;
  /** Of a fault: what could not be done. */
  message?: string;
}

/**
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export interface AuthorizerResult {
  principalId: string;
  policyDocument: CanonicalDocument;
  context: { [key: string]: string };
}

export type Authorizer<Result = AuthorizerResult | SimpleResult> = (event: unknown) => Promise<Result>;

/** A result, and what is logged of it. */
interface Outcome {
  result: AuthorizerResult;
  entry: AuthorizerLogEntry;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const MAX_WEB_SOCKET_RESULT = 8 * 1024;

/**
 * Makes the authorizer: event → token → groups → policies → result. A result does not depend on the method
 * that was called, so API Gateway may cache it for every method of the stage; a simple response does.
 *
 * The returned function throws `UnauthorizedError` for a missing or expired token and `AuthorizerFault` when
 * nothing could be decided. A bad token and a caller without a policy are denied, which is a result.
 *
 * @throws RangeError when simple responses are cached for longer than they may be
 */
export function createAuthorizer(
  options: AuthorizerOptions & { simpleResponses?: never },
): Authorizer<AuthorizerResult>;
export function createAuthorizer(options: AuthorizerOptions): Authorizer;
export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  const { clock = Date.now, log = () => {}, simpleResponses } = options;
  if (simpleResponses) checkSimpleResponses(simpleResponses);
  const verify = rememberCallers(options.verify, clock);
  const lookUp = createPolicyLookup(options.store, options.policyTtlSeconds * 1000, clock);
  const mergeAndBind = createPolicyBinder();

  async function authorize(event: unknown): Promise<AuthorizerResult | SimpleResult> {
    const request = prepare(event, options);
    const { result, entry } = await resultFor(request);
    if (request.kind === "$connect") checkSize(result);
    if (!request.route) {
      log(entry);
      return result;
    }
    const decision = decide(result.policyDocument, request.route, clock());
    log({ ...entry, decision });
    return { isAuthorized: decision === "allowed", context: result.context };
  }

  async function resultFor({ authorization, binding }: AuthorizerRequest): Promise<Outcome> {
    const caller = await identify(authorization, verify);
    if (typeof caller === "string") return denial(caller);
    const documents = await lookUp(caller.groups);
    if (documents.length === 0) return denial("NoPolicy", caller);
    const { statements, revision: policyRevision } = mergeAndBind(documents, binding);
    const groups = documents.map(({ group }) => group);
    return {
      entry: { reason: "Authorized", principalId: caller.sub, groups, policyRevision },
      result: {
        principalId: caller.sub,
        policyDocument: { Version: "2012-10-17", Statement: [...statements, denyFrom(caller.expires)] },
        context: { ...whoIs(caller), groups: groups.join(" "), policyRevision },
      },
    };
  }

  return (event) =>
    authorize(event).catch((cause: unknown) => {
      const error = knownError(cause);
      log(entryOf(error));
      throw error;
    });
}

function denial(reason: DenyReason, caller?: Caller): Outcome {
  const context = caller ? { ...whoIs(caller), reason } : { reason };
  return {
    entry: caller ? { reason, principalId: caller.sub } : { reason },
    result: { principalId: caller?.sub ?? "unknown", policyDocument: DENY_ALL, context },
  };
}

function checkSize(result: AuthorizerResult): void {
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes > MAX_WEB_SOCKET_RESULT)
    throw new AuthorizerFault("ResultTooLarge", `expected at most 8192 bytes, got ${bytes}`);
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
