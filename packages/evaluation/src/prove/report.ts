import type { Decision, Effect, Finding, Guardrail } from "@lychgate/policy";
import type { Witness } from "../proof/index.ts";

/** What is known of every guardrail, in their order. */
export interface ProofReport {
  /** The groups whose sets were covered, all 2ⁿ of them. */
  groups: readonly string[];
  proofs: readonly GuardrailProof[];
}

export type GuardrailProof = { guardrail: Guardrail } & Outcome;

export type Outcome =
  /** It holds of every set of groups and of every request. */
  | { outcome: "proved" }
  | { outcome: "failed"; failures: readonly [GuardrailFailure, ...GuardrailFailure[]] }
  /** It speaks of groups, routes or circumstances that there are not. The paths begin at the guardrail. */
  | { outcome: "invalid"; findings: readonly [Finding, ...Finding[]] }
  /** Neither a proof nor a counterexample was found, which counts as a failure. */
  | { outcome: "undecided"; why: string };

/** A user who breaks a guardrail. */
export interface GuardrailFailure {
  /** The groups of the user. */
  groups: readonly [string, ...string[]];
  /** Two requests for a separation, one for every other rule. */
  requests: readonly [DecidedRequest, ...DecidedRequest[]];
}

/** A request, what becomes of it for the user, and why. */
export interface DecidedRequest {
  witness: Witness;
  decision: Decision;
  /** The statements that allow it or that deny it; none for an `implicitDeny`. */
  statements: readonly ResponsibleStatement[];
}

/** A statement of a group's module. */
export interface ResponsibleStatement {
  group: string;
  effect: Effect;
  /** As the module spells it, for a guard that of the statement that it belongs to; missing where the document names none. */
  sid?: string;
}
