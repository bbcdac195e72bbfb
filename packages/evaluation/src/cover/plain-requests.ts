import type { Binding, CanonicalStatement, Operation } from "@lychgate/policy";
import { INVOKE_ACTION } from "@lychgate/policy";
import { type Access, accessOf } from "../proof/index.ts";
import { documentOf } from "./bound-access.ts";

/**
 * An operation's requests as clients are told to write them, for a space of that operation alone: without
 * the trailing slash that routing ignores and an Allow does not cover.
 */
export function plainRequests({ method, segments }: Operation, { prefix }: Binding): Access {
  const everything = statement("Allow", "*");
  if (segments.length === 0) return accessOf([documentOf([statement("Allow", `${prefix}${method}/`)])]);
  // A slash at the end is part of what a greedy parameter takes.
  if (segments.at(-1)?.kind === "greedy") return accessOf([documentOf([everything])]);
  return accessOf([documentOf([everything, statement("Deny", `${prefix}${method}/*/`)])]);
}

function statement(effect: "Allow" | "Deny", resource: string): CanonicalStatement {
  return { Effect: effect, Action: [INVOKE_ACTION], Resource: [resource] };
}
