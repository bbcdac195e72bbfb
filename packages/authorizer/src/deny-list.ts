import { type DenyList, type DenySubject, isDenyValue, type PolicyStore } from "@lychgate/policy-store";
import type { Caller } from "./caller.ts";
import type { ReadCaller } from "./policy-lookup.ts";

/** Where policies and, if there is a deny list, its entries are read. */
export interface CallerSource {
  store: Pick<PolicyStore, "get">;
  /** Where given, the caller's entries are read with the policies, from here instead of from `store`. */
  denyList?: Pick<DenyList, "getWith">;
}

export function readerOf({ store, denyList }: CallerSource): ReadCaller {
  if (denyList) return (groups, subjects) => denyList.getWith(groups, subjects);
  return async (groups) => ({ policies: await store.get(groups), denied: [] });
}

/** Callers are remembered, and so is what may name them. */
const SUBJECTS = new WeakMap<Caller, DenySubject[] | undefined>();

/** What a deny list may name of a caller; `undefined` when it could not name the caller at all. */
export function denySubjectsOf(caller: Caller): DenySubject[] | undefined {
  if (!SUBJECTS.has(caller)) SUBJECTS.set(caller, readSubjects(caller));
  return SUBJECTS.get(caller);
}

function readSubjects({ principalId, originJti, clientId }: Caller): DenySubject[] | undefined {
  const subjects: DenySubject[] = [{ kind: "sub", value: principalId }];
  if (originJti !== undefined) subjects.push({ kind: "origin_jti", value: originJti });
  if (clientId !== undefined) subjects.push({ kind: "client", value: clientId });
  return subjects.every(({ value }) => isDenyValue(value)) ? subjects : undefined;
}
