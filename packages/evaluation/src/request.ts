import { INVOKE_ACTION } from "@lychgate/policy";
import { type Arn, parseArn } from "./arn.ts";
import type { ContextValue, RequestContext } from "./context.ts";
import { EvaluationError } from "./errors.ts";

/** What is to be decided. */
export interface EvaluationRequest {
  /** `arn:aws:execute-api:region:account:api/stage/VERB/path`; wildcards in it are literal text. */
  methodArn: string;
  /** `execute-api:Invoke` unless given. */
  action?: string;
  /** Condition keys and their values; their names are read without regard to case. */
  context?: RequestContext;
}

/** A request taken apart once for all statements. */
export interface OpenedRequest {
  arn: Arn;
  /** In lower case. */
  action: string;
  context: RequestContext;
}

const INVOKE = INVOKE_ACTION.toLowerCase();

const NO_CONTEXT: RequestContext = Object.freeze({});

/**
 * Takes a request apart.
 * @throws EvaluationError `InvalidRequest` when `methodArn` is no ARN: nothing can be said of it safely
 */
export function openRequest(request: EvaluationRequest): OpenedRequest {
  const arn = parseArn(request.methodArn);
  if (arn === undefined) throw invalid("expected `methodArn` to be an ARN of six parts");
  const action = request.action === undefined ? INVOKE : request.action.toLowerCase();
  return { arn, action, context: request.context ?? NO_CONTEXT };
}

const PROPERTIES = new Set(["methodArn", "action", "context"]);

/**
 * Reads a request from JSON.
 * @throws EvaluationError `InvalidRequest` when its shape is not that of an `EvaluationRequest`, or when it
 * gives one condition key in two spellings
 */
export function parseRequest(value: unknown): EvaluationRequest {
  if (!isRecord(value)) throw invalid("expected a request to be an object");
  const unknown = Object.keys(value).find((key) => !PROPERTIES.has(key));
  if (unknown !== undefined) throw invalid(`expected no property \`${unknown}\` in a request`);
  const { methodArn, action, context } = value;
  if (typeof methodArn !== "string" || parseArn(methodArn) === undefined) {
    throw invalid("expected `methodArn` to be an ARN of six parts");
  }
  if (action !== undefined && typeof action !== "string") throw invalid("expected `action` to be text");
  return {
    methodArn,
    ...(action === undefined ? {} : { action }),
    ...(context === undefined ? {} : { context: parseContext(context) }),
  };
}

function parseContext(value: unknown): RequestContext {
  if (!isRecord(value)) throw invalid("expected `context` to be an object");
  const spellings = new Set<string>();
  const entries: [string, ContextValue][] = [];
  for (const [key, each] of Object.entries(value)) {
    const folded = key.toLowerCase();
    if (spellings.has(folded)) throw invalid(`expected \`${key}\` once in \`context\``);
    if (!isContextValue(each)) {
      throw invalid(`expected \`${key}\` in \`context\` to be text, a number, a boolean or a list of texts`);
    }
    spellings.add(folded);
    entries.push([key, each]);
  }
  return Object.fromEntries(entries);
}

function isContextValue(value: unknown): value is ContextValue {
  if (Array.isArray(value)) return value.every((each) => typeof each === "string");
  return ["string", "number", "boolean"].includes(typeof value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(message: string): EvaluationError {
  return new EvaluationError("InvalidRequest", message);
}
