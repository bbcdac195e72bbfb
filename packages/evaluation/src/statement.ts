import type { Effect } from "@lychgate/policy";
import type { Arn } from "./arn.ts";
import { conditionHolds, type PreparedCondition } from "./condition.ts";
import type { RequestContext } from "./context.ts";
import type { OpenedRequest } from "./request.ts";

/** Names a statement by its place in the documents that were prepared. */
export interface DecidingStatement {
  readonly policy: number;
  readonly statement: number;
  readonly sid?: string;
}

export interface PreparedAction {
  kind: "action";
  element: "Action" | "NotAction";
  wanted: readonly string[];
  /** Takes the action in lower case. */
  matches: (action: string) => boolean;
}

export interface PreparedResource {
  kind: "resource";
  element: "Resource" | "NotResource";
  wanted: readonly string[];
  matches: (arn: Arn, context: RequestContext) => boolean;
}

/** A statement that was read once, ready to be asked of many requests. */
export interface PreparedStatement {
  place: DecidingStatement;
  effect: Effect;
  action: PreparedAction;
  resource: PreparedResource;
  conditions: readonly PreparedCondition[];
}

/** The part of a statement that does not match. */
export type Mismatch = PreparedAction | PreparedResource | PreparedCondition;

/** The first part of a statement that does not match a request; `undefined` when it matches altogether. */
export function firstMismatch(statement: PreparedStatement, request: OpenedRequest): Mismatch | undefined {
  if (!statement.action.matches(request.action)) return statement.action;
  if (!statement.resource.matches(request.arn, request.context)) return statement.resource;
  for (const condition of statement.conditions) {
    if (!conditionHolds(condition, request.context)) return condition;
  }
  return undefined;
}
