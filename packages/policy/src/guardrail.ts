/**
 * Guardrails: what has to hold of every set of groups, whatever the policy modules say. These types are
 * also the source of `schema/guardrail.schema.json`.
 */
import type { AuthorizerCondition, ClaimRoute, GroupName } from "./group-policy.ts";
import type { RoutePattern } from "./route.ts";

/**
 * What `policies/guardrails.ts` exports.
 *
 * @typeParam R the routes of the contract, as `lychgate generate` writes them
 * @typeParam G the names of the groups, as `lychgate generate` writes them
 */
export type Guardrails<R extends string = RoutePattern, G extends string = GroupName> = readonly GuardrailOf<
  R | ClaimRoute<R>,
  G
>[];

/** One guardrail: exactly one of the four rules. */
export type GuardrailOf<R extends string = RoutePattern, G extends string = GroupName> =
  | (GuardrailBase & OneRule<"never", NeverRule<R, G>>)
  | (GuardrailBase & OneRule<"only", OnlyRule<R, G>>)
  | (GuardrailBase & OneRule<"always", AlwaysRule<R, G>>)
  | (GuardrailBase & OneRule<"separate", SeparateRule<R>>);

type OneRule<K extends RuleName, V> = { [name in K]: V } & { [name in Exclude<RuleName, K>]?: never };

/** The four rules, in the order in which they are explained. */
export const RULE_NAMES = ["never", "only", "always", "separate"] as const;

export type RuleName = (typeof RULE_NAMES)[number];

interface GuardrailBase {
  /** Names the guardrail in reports; unique among the guardrails. */
  id: GuardrailId;
  /**
   * Why it is there, in a sentence for whoever breaks it.
   * @pattern \S
   */
  reason: string;
  /**
   * Whom to ask.
   * @pattern \S
   */
  owner: string;
}

/**
 * A guardrail's name: letters and digits.
 * @pattern ^[A-Za-z0-9]{1,64}$
 */
export type GuardrailId = string;

/** Requests: these routes, in these circumstances. */
export interface Scope<R extends string = RoutePattern> {
  /**
   * `{petId}` or `*` is one segment, `{claim:sub}` the caller's own, a final `**` everything below.
   * @minItems 1
   */
  routes: readonly R[];
  /** Every circumstance unless given. */
  when?: AuthorizerCondition;
}

/** Every group, these groups, or every group but these. */
export type GroupSelection<G extends string = GroupName> = "any" | GroupList<G> | { except: GroupList<G> };

/** @minItems 1 */
export type GroupList<G extends string = GroupName> = readonly G[];

/** No user whose groups are all of these reaches the routes in these circumstances. */
export interface NeverRule<R extends string = RoutePattern, G extends string = GroupName> extends Scope<R> {
  /** Every group unless given. */
  groups?: GroupSelection<G>;
}

/** Nobody but members of these groups reaches the routes, and they only in these circumstances. */
export interface OnlyRule<R extends string = RoutePattern, G extends string = GroupName> extends Scope<R> {
  groups: GroupList<G>;
}

/** Members of each of these groups reach the routes in all of these circumstances, whatever else they are members of. */
export interface AlwaysRule<R extends string = RoutePattern, G extends string = GroupName> extends Scope<R> {
  /** Every group unless given. */
  groups?: GroupSelection<G>;
}

/** No one user reaches both: separation of duty. */
export interface SeparateRule<R extends string = RoutePattern> {
  between: readonly [Scope<R>, Scope<R>];
}

/**
 * A guardrail as the schema describes it. It is flatter than `GuardrailOf`: that it has exactly one rule, and
 * a separation two sides, is checked after the schema, so that the message can say so.
 */
export interface UncheckedGuardrail extends GuardrailBase {
  never?: NeverRule;
  only?: OnlyRule;
  always?: AlwaysRule;
  separate?: UncheckedSeparateRule;
}

export type UncheckedGuardrails = UncheckedGuardrail[];

export interface UncheckedSeparateRule {
  between: Scope[];
}

/** A guardrail that has been checked. */
export type Guardrail = GuardrailOf;
