/**
 * Reads policy documents strictly: what IAM would refuse is a fault, never guessed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import type { Effect } from "@lychgate/policy";
import { type PreparedCondition, prepareCondition } from "./condition.ts";
import { prepareAction, prepareResource } from "./element.ts";
import { invalidDocument, listOf, propertiesOf, textListOf, valueListOf, within } from "./json.ts";
import type { PreparedStatement } from "./statement.ts";

/**
 * Reads one document; `policy` is its place among those that are prepared together.
 * @throws EvaluationError `InvalidDocument`
 */
export function prepareDocument(document: unknown, policy: number): PreparedStatement[] {
  const properties = propertiesOf(document, ["Version", "Id", "Statement"]);
  const variables = hasVariables(properties.get("Version"));
  optionalText(properties.get("Id"), "Id");
  return within("`Statement`", () => listOf(properties.get("Statement"))).map((statement, index) =>
    within(`statement ${index}`, () => prepareStatement(statement, { policy, statement: index }, variables)),
  );
}

/** Without a Version, a document is of 2008-10-17, in which `${…}` is literal text. */
function hasVariables(version: unknown): boolean {
  if (version === "2012-10-17") return true;
  if (version === undefined || version === "2008-10-17") return false;
  throw invalidDocument("expected `Version` to be `2012-10-17` or `2008-10-17`");
}

const STATEMENT = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"] as const;

function prepareStatement(
  statement: unknown,
  place: { policy: number; statement: number },
  variables: boolean,
): PreparedStatement {
  const properties = propertiesOf(statement, STATEMENT);
  const sid = optionalText(properties.get("Sid"), "Sid");
  const action = oneOf(properties, "Action", "NotAction");
  const resource = oneOf(properties, "Resource", "NotResource");
  return {
    place: Object.freeze(sid === undefined ? place : { ...place, sid }),
    effect: effectOf(properties.get("Effect")),
    action: within(`\`${action}\``, () => prepareAction(action, textListOf(properties.get(action)))),
    resource: within(`\`${resource}\``, () =>
      prepareResource(resource, textListOf(properties.get(resource)), variables),
    ),
    conditions: within("`Condition`", () => prepareConditions(properties.get("Condition"), variables)),
  };
}

function effectOf(effect: unknown): Effect {
  if (effect === "Allow" || effect === "Deny") return effect;
  throw invalidDocument("expected `Effect` to be `Allow` or `Deny`");
}

function oneOf<Name extends string>(properties: ReadonlyMap<string, unknown>, name: Name, other: Name): Name {
  if (properties.has(name) === properties.has(other)) {
    throw invalidDocument(`expected exactly one of \`${name}\` and \`${other}\``);
  }
  return properties.has(name) ? name : other;
}

function optionalText(value: unknown, name: string): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  throw invalidDocument(`expected \`${name}\` to be text`);
}

function prepareConditions(block: unknown, variables: boolean): PreparedCondition[] {
  if (block === undefined) return [];
  return [...propertiesOf(block)].flatMap(([operator, keys]) =>
    within(`\`${operator}\``, () => prepareOperator(operator, keys, variables)),
  );
}

/** An operator without keys would hold for every request, so it is refused. */
function prepareOperator(operator: string, keys: unknown, variables: boolean): PreparedCondition[] {
  const entries = [...propertiesOf(keys)];
  if (entries.length === 0) throw invalidDocument("expected at least one condition key");
  return entries.map(([key, values]) =>
    within(`\`${key}\``, () => prepareCondition(operator, key, valueListOf(values), variables)),
  );
}
