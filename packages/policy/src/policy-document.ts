/**
 * IAM's policy language as far as an API Gateway authorizer can return it.
 * These types are also the source of `schema/policy-document.schema.json`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

/** Whether a statement lets in or shuts out. */
export type Effect = "Allow" | "Deny";

/** One value, or a list of at least one. */
export type OneOrMore<T> = T | NonEmptyList<T>;

/** @minItems 1 */
export type NonEmptyList<T> = T[];

export type ConditionValue = string | number | boolean;

/** Operator name → condition key → values, of which one has to match. */
export interface ConditionBlock {
  [operator: string]: { [key: string]: OneOrMore<ConditionValue> };
}

/** Exactly one of `Action` and `NotAction`, and one of `Resource` and `NotResource`, is present. */
export interface Statement {
  /** IAM takes letters and digits; what an authorizer returns may have other characters, as AWS's sample does. */
  Sid?: string;
  Effect: Effect;
  Action?: OneOrMore<string>;
  NotAction?: OneOrMore<string>;
  Resource?: OneOrMore<string>;
  NotResource?: OneOrMore<string>;
  Condition?: ConditionBlock;
}

/** A policy document as IAM accepts it: `Statement` may be one object, scalars may stand for lists. */
export interface PolicyDocument {
  Version?: "2012-10-17" | "2008-10-17";
  Id?: string;
  Statement: OneOrMore<Statement>;
}

/** The canonical form that Lychgate compiles to, stores and hashes. */
export interface CanonicalDocument {
  Version: "2012-10-17";
  Statement: CanonicalStatement[];
}

export interface CanonicalStatement {
  Sid?: string;
  Effect: Effect;
  Action?: string[];
  NotAction?: string[];
  Resource?: string[];
  NotResource?: string[];
  Condition?: { [operator: string]: { [key: string]: string[] } };
}

/** What an evaluation says. Everything that is not `allowed` is refused. */
export type Decision = "allowed" | "explicitDeny" | "implicitDeny";

/** Reads IAM's "one value or a list of them" as a list. */
export function toList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
