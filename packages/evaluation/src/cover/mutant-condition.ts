import {
  type AuthorizerCondition,
  type ConditionBlock,
  type ConditionValue,
  type OneOrMore,
  type OperatorName,
  parseOperator,
  toList,
} from "@lychgate/policy";

/** A condition with one part changed; without one, it was dropped. */
export interface ConditionChange {
  condition?: AuthorizerCondition;
  detail: string;
}

const OPPOSITES = [
  ["StringEquals", "StringNotEquals"],
  ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
  ["StringLike", "StringNotLike"],
  ["NumericEquals", "NumericNotEquals"],
  ["NumericLessThan", "NumericGreaterThanEquals"],
  ["NumericGreaterThan", "NumericLessThanEquals"],
  ["DateEquals", "DateNotEquals"],
  ["DateLessThan", "DateGreaterThanEquals"],
  ["DateGreaterThan", "DateLessThanEquals"],
  ["IpAddress", "NotIpAddress"],
] as const satisfies readonly (readonly [OperatorName, OperatorName])[];

const NEGATED: ReadonlyMap<string, string> = new Map(
  OPPOSITES.flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
);

interface Part {
  operator: string;
  key: string;
  values: OneOrMore<ConditionValue>;
}

/** The condition taken away, and each part of it where it has several. */
export function droppedConditions(condition: AuthorizerCondition | undefined): ConditionChange[] {
  if (!condition) return [];
  const parts = partsOf(condition);
  const each = parts.map((part) => ({
    condition: conditionOf(parts.filter((other) => other !== part)),
    detail: textOf(part),
  }));
  return [{ detail: parts.map(textOf).join(" and ") }, ...(parts.length > 1 ? each : [])];
}

/** Each part of the condition turned around. */
export function negatedConditions(condition: AuthorizerCondition | undefined): ConditionChange[] {
  const parts = partsOf(condition ?? {});
  return parts.flatMap((part) => {
    const negated = negate(part);
    // A second operator of the same name and key has no place in a block.
    if (
      !negated ||
      parts.some((each) => each.operator === negated.operator && each !== part && each.key === negated.key)
    )
      return [];
    const changed = conditionOf(parts.map((each) => (each === part ? negated : each)));
    return [{ condition: changed, detail: `${textOf(part)} → ${textOf(negated)}` }];
  });
}

function negate(part: Part): Part | undefined {
  const { operator, ifExists } = parseOperator(part.operator) ?? {};
  if (operator === "Bool" || operator === "Null") {
    const { values } = part;
    return { ...part, values: Array.isArray(values) ? values.map(opposite) : opposite(values) };
  }
  const negated = NEGATED.get(operator ?? "");
  if (negated === undefined) return undefined;
  return { ...part, operator: ifExists ? `${negated}IfExists` : negated };
}

function opposite(value: ConditionValue): boolean {
  return String(value).toLowerCase() !== "true";
}

function partsOf(condition: AuthorizerCondition): Part[] {
  const block: ConditionBlock = condition;
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
}

function conditionOf(parts: readonly Part[]): AuthorizerCondition {
  const operators = Map.groupBy(parts, ({ operator }) => operator);
  const block: ConditionBlock = Object.fromEntries(
    [...operators].map(([operator, ofOperator]) => [
      operator,
      Object.fromEntries(ofOperator.map(({ key, values }) => [key, values])),
    ]),
  );
  // Operators take the keys of their opposites, which the types cannot say.
  return block as AuthorizerCondition;
}

function textOf({ operator, key, values }: Part): string {
  return `${operator} ${key} ${toList<ConditionValue>(values).join(", ")}`;
}
