import { canonicalize, type Effect, revisionOf, type Statement, textOf } from "@lychgate/policy";
import type { PolicyItem, PolicyStore } from "@lychgate/policy-store";

/** A statement about routes such as `GET/petstore/v1/pets`, in every API and stage. */
export function statementOf(Sid: string, Effect: Effect, ...routes: string[]): Statement {
  const Resource = routes.map((route) => `arn:aws:execute-api:*:*:*/*/${route}`);
  return { Sid, Effect, Action: "execute-api:Invoke", Resource };
}

/** A policy item of these statements, in the form in which policies are stored. */
export function itemOf(group: string, ...statements: Statement[]): PolicyItem {
  return itemOfText(group, textOf(canonicalize({ Version: "2012-10-17", Statement: statements })));
}

export function itemOfText(group: string, policy: string): PolicyItem {
  return { group, policy, revision: revisionOf(policy) };
}

export interface CountingStore extends Pick<PolicyStore, "get"> {
  /** The groups of each look-up, in turn. */
  asked: string[][];
}

export function counting(
  get: (groups: readonly string[]) => Promise<Map<string, PolicyItem>>,
): CountingStore {
  const asked: string[][] = [];
  return {
    asked,
    get(groups) {
      asked.push([...groups]);
      return get(groups);
    },
  };
}
