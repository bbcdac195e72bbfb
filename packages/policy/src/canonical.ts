/** The canonical form of a document: one text for one meaning, as far as spelling and order go. */
import { CONDITION_OPERATORS, parseOperator } from "./condition.ts";
import { canonicalKey } from "./condition-findings.ts";
import { PolicyError } from "./errors.ts";
import { formatNetwork, parseNetwork } from "./ip.ts";
import {
  type CanonicalDocument,
  type CanonicalStatement,
  type ConditionBlock,
  type ConditionValue,
  type PolicyDocument,
  type Statement,
  toList,
} from "./policy-document.ts";

/**
 * Sorts and deduplicates what has no order, writes scalars as lists and networks as their first address.
 * @throws PolicyError `InvalidPolicy` when the document's version gives `${` another meaning
 */
export function canonicalize(document: PolicyDocument): CanonicalDocument {
  if (document.Version !== "2012-10-17" && JSON.stringify(document).includes("${")) {
    throw new PolicyError("InvalidPolicy", "expected `Version` 2012-10-17 in a document that holds `${`");
  }
  return documentOf(toList<Statement>(document.Statement).map(canonicalStatement));
}

/** A document of canonical statements, in canonical order. */
export function documentOf(statements: readonly CanonicalStatement[]): CanonicalDocument {
  const byText = new Map(statements.map((statement) => [JSON.stringify(statement), statement]));
  const sorted = [...byText].sort(
    ([a, x], [b, y]) => compareTexts(x.Sid ?? "", y.Sid ?? "") || compareTexts(a, b),
  );
  return { Version: "2012-10-17", Statement: sorted.map(([, statement]) => statement) };
}

/** The text of a canonical document: what is stored, hashed and returned. */
export function textOf(document: CanonicalDocument): string {
  return JSON.stringify(document);
}

function canonicalStatement(statement: Statement): CanonicalStatement {
  // The order of the properties is the order of the text.
  return {
    ...(statement.Sid ? { Sid: statement.Sid } : {}),
    Effect: statement.Effect,
    ...lists(statement, "Action"),
    ...lists(statement, "NotAction"),
    ...lists(statement, "Resource"),
    ...lists(statement, "NotResource"),
    ...(statement.Condition ? { Condition: canonicalCondition(statement.Condition) } : {}),
  };
}

type ListName = "Action" | "NotAction" | "Resource" | "NotResource";

function lists(statement: Statement, name: ListName): { [name in ListName]?: string[] } {
  const values = statement[name];
  return values === undefined ? {} : { [name]: sortedSet(toList<string>(values)) };
}

export function canonicalCondition(block: ConditionBlock): {
  [operator: string]: { [key: string]: string[] };
} {
  return sortedRecord(block, (keys, operator) => {
    return sortedRecord(spelledKeys(keys), (values) =>
      canonicalValues(operator, toList<ConditionValue>(values).map(String)),
    );
  });
}

/** Two spellings of one key would both have to hold, so neither may replace the other. */
function spelledKeys(keys: ConditionBlock[string]): ConditionBlock[string] {
  const spelled = Object.entries(keys).map(([key, values]) => [canonicalKey(key) ?? key, values] as const);
  if (new Set(spelled.map(([key]) => key)).size < spelled.length) {
    throw new PolicyError(
      "InvalidPolicy",
      "expected each condition key once an operator, got one in two spellings",
    );
  }
  return Object.fromEntries(spelled);
}

function canonicalValues(operator: string, values: readonly string[]): string[] {
  const name = parseOperator(operator)?.operator;
  const type = name && CONDITION_OPERATORS[name];
  if (type !== "ip") return sortedSet(values);
  return sortedSet(values.map((value) => canonicalNetwork(value)));
}

function canonicalNetwork(text: string): string {
  const network = parseNetwork(text);
  return network ? formatNetwork(network) : text;
}

function sortedRecord<A, B>(
  record: { [key: string]: A },
  map: (value: A, key: string) => B,
): { [key: string]: B } {
  const entries = Object.entries(record).sort(([a], [b]) => compareTexts(a, b));
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value, key)]));
}

function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compareTexts);
}

/** By code unit, so that the order is the same in every locale. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
