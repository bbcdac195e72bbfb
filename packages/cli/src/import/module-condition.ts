import {
  type CanonicalStatement,
  CONDITION_OPERATORS,
  type ConditionValue,
  parseOperator,
  type UncheckedStatement,
} from "@lychgate/policy";

type ModuleCondition = NonNullable<UncheckedStatement["condition"]>;

/**
 * A document's condition as a module writes it: truth values without a list. Which
 * operators and keys a module may have, its schema says.
 */
export function moduleCondition(condition: NonNullable<CanonicalStatement["Condition"]>): ModuleCondition {
  return mapRecord(condition, (keys, operator) => {
    const name = parseOperator(operator)?.operator;
    const type = name && CONDITION_OPERATORS[name];
    const isTruth = type === "bool" || type === "null";
    return mapRecord(keys, (values) => (isTruth ? truthOf(values) : values));
  }) as ModuleCondition;
}

function truthOf(values: readonly string[]): ConditionValue | ConditionValue[] {
  const [first = "", ...rest] = new Set(values.map((value) => value.toLowerCase()));
  return rest.length === 0 && /^(true|false)$/.test(first) ? first === "true" : [...values];
}

function mapRecord<A, B>(
  record: { [key: string]: A },
  map: (value: A, key: string) => B,
): { [key: string]: B } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
