/**
 * What a policy module exports. These types are also the source of `schema/group-policy.schema.json`.
 */
import type { AuthorizerConditionKey } from "./condition.ts";
import type { Effect, OneOrMore } from "./policy-document.ts";
import type { RoutePattern } from "./route.ts";

/**
 * What the members of one user group may do.
 *
 * @typeParam R the routes of the contract, as `lychgate generate` writes them
 */
export interface GroupPolicy<R extends string = RoutePattern> {
  group: GroupName;
  /** Who the members are and what they may do, in a sentence for the reviewer. */
  description: string;
  /** How much the members may call: the tier of the usage plan that meters them. */
  usageTier?: UsageTier;
  statements: GroupStatement<R>[];
}

/**
 * A policy as the schema describes it. It is flatter than `GroupPolicy`: that a statement has either routes
 * or resources is checked after the schema, so that the message can say so.
 */
export interface UncheckedGroupPolicy {
  group: GroupName;
  /**
   * Who the members are and what they may do, in a sentence for the reviewer.
   * @pattern \S
   */
  description: string;
  usageTier?: UsageTier;
  /** @minItems 1 */
  statements: UncheckedStatement[];
}

export interface UncheckedStatement extends StatementBase {
  /**
   * `{petId}` or `*` is one segment, `{claim:sub}` the caller's own, a final `**` everything below.
   * @minItems 1
   */
  routes?: RoutePattern[];
  /** @minItems 1 */
  resources?: ResourcePattern[];
}

/**
 * A group's name as the token's group claim spells it.
 * @pattern ^[A-Za-z0-9_+=,.@-]{1,128}$
 */
export type GroupName = string;

/**
 * The name of a usage tier, such as `gold`.
 * @pattern ^[a-z][a-z0-9-]{0,31}$
 */
export type UsageTier = string;

/** A statement names routes of the contract or, for what routes cannot say, execute-api ARNs. */
export type GroupStatement<R extends string = RoutePattern> = RouteStatement<R> | ResourceStatement;

interface StatementBase {
  /** Names the statement in explanations, logs and reviews; unique in its module. */
  sid: StatementId;
  effect: Effect;
  condition?: AuthorizerCondition;
}

/**
 * A statement's name: letters and digits, as IAM wants them.
 * @pattern ^[A-Za-z0-9]{1,64}$
 */
export type StatementId = string;

export interface RouteStatement<R extends string = RoutePattern> extends StatementBase {
  /** `{petId}` or `*` is one segment, `{claim:sub}` the caller's own, a final `**` everything below. */
  routes: (R | ClaimRoute<R>)[];
  resources?: never;
}

/** A route with `{claim:sub}`, of whatever claim, in the place of some of its parameters. */
export type ClaimRoute<R extends string> = R extends `${infer Before}{${infer Name}}${infer After}`
  ? Name extends `${string}+`
    ? never
    : `${Before}{claim:${string}}${After | ClaimRoute<After>}` | `${Before}{${Name}}${ClaimRoute<After>}`
  : never;

export interface ResourceStatement extends StatementBase {
  resources: ResourcePattern[];
  routes?: never;
}

/**
 * An execute-api ARN: `arn:aws:execute-api:*:*:*` + `/*` + `/GET/petstore/v1/*`.
 * @pattern ^arn:aws[a-z-]*:execute-api:
 */
export type ResourcePattern = string;

type IfExists<O extends string> = O | `${O}IfExists`;

type Conditions<O extends string, K extends AuthorizerConditionKey, V> = {
  [operator in IfExists<O>]?: { [key in K]?: OneOrMore<V> };
};

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
type Comparison =
  | "Equals"
  | "NotEquals"
  | "LessThan"
  | "LessThanEquals"
  | "GreaterThan"
  | "GreaterThanEquals";

/** Only operators and keys that API Gateway can evaluate on what a Lambda authorizer returns. */
export type AuthorizerCondition = Conditions<"IpAddress" | "NotIpAddress", "aws:SourceIp", IpRange> &
  Conditions<`Date${Comparison}`, "aws:CurrentTime" | "aws:EpochTime", string | number> &
  Conditions<`Numeric${Comparison}`, "aws:EpochTime", string | number> &
  Conditions<
    | "StringEquals"
    | "StringNotEquals"
    | "StringEqualsIgnoreCase"
    | "StringNotEqualsIgnoreCase"
    | "StringLike"
    | "StringNotLike",
    "aws:UserAgent" | "aws:Referer" | "aws:SourceVpc" | "aws:SourceVpce",
    string
  > &
  Conditions<"Bool", "aws:SecureTransport", boolean | "true" | "false"> & {
    Null?: { [key in AuthorizerConditionKey]?: boolean | "true" | "false" };
  };

/** An address or a CIDR range, IPv4 or IPv6: `192.0.2.0/24`, `2001:db8::/32`. */
export type IpRange = string;
