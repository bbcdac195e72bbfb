/** What is wrong with a condition block beyond its shape: unknown names, values that do not parse. */
import { mentionsClaim } from "./claim.ts";
import { closest } from "./closest.ts";
import {
  AUTHORIZER_CONDITION_KEYS,
  CONDITION_OPERATORS,
  type ConditionType,
  parseOperator,
} from "./condition.ts";
import { parseDate } from "./date.ts";
import type { Finding } from "./finding.ts";
import { parseNetwork } from "./ip.ts";
import { type ConditionBlock, type ConditionValue, toList } from "./policy-document.ts";

type Path = Finding["path"];

/** How a value of each type is written; types that are not listed take any text. */
const VALUE_TYPES: Partial<Record<ConditionType, { expected: string; accepts: (text: string) => boolean }>> =
  {
    ip: {
      expected: "an IP address or a CIDR range such as `192.0.2.0/24`",
      accepts: (text) => parseNetwork(text) !== undefined,
    },
    date: {
      expected: "an ISO 8601 date or epoch seconds",
      accepts: (text) => parseDate(text) !== undefined,
    },
    numeric: {
      expected: "a number",
      accepts: (text) => text.length <= 40 && /^[+-]?\d+(\.\d+)?$/.test(text),
    },
    bool: { expected: "`true` or `false`", accepts: (text) => /^(true|false)$/i.test(text) },
    null: { expected: "`true` or `false`", accepts: (text) => /^(true|false)$/i.test(text) },
    binary: {
      expected: "base64",
      accepts: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text),
    },
  };

export function conditionFindings(block: ConditionBlock, path: Path): Finding[] {
  if (Object.keys(block).length === 0) return [{ path, message: "expected at least one operator" }];
  return Object.entries(block).flatMap(([name, keys]) => operatorFindings(name, keys, [...path, name]));
}

function operatorFindings(name: string, keys: ConditionBlock[string], path: Path): Finding[] {
  const parsed = parseOperator(name);
  if (!parsed) {
    const nearest = closest(name, Object.keys(CONDITION_OPERATORS)).join();
    return [{ path, message: `is not a condition operator; did you mean \`${nearest}\`?` }];
  }
  if (Object.keys(keys).length === 0) return [{ path, message: "expected at least one condition key" }];
  const type = CONDITION_OPERATORS[parsed.operator];
  return Object.entries(keys).flatMap(([key, values]) => [
    ...keyFindings(key, [...path, key]),
    ...toList<ConditionValue>(values).flatMap((value, index) =>
      valueFindings(type, value, [...path, key, index]),
    ),
  ]);
}

function keyFindings(key: string, path: Path): Finding[] {
  if (canonicalKey(key) !== undefined) return [];
  const nearest = closest(key, Object.keys(AUTHORIZER_CONDITION_KEYS)).map((name) => `\`${name}\``);
  const message = `API Gateway never supplies this key to what an authorizer returns; it supplies ${nearest.join(", ")}`;
  return [{ path, message }];
}

function valueFindings(type: ConditionType, value: ConditionValue, path: Path): Finding[] {
  if (mentionsClaim(String(value))) return [{ path, message: "a claim can only be a segment of a path" }];
  const rule = VALUE_TYPES[type];
  if (!rule || rule.accepts(String(value))) return [];
  return [{ path, message: `expected ${rule.expected}, got \`${String(value).slice(0, 80)}\`` }];
}

/** A key as AWS spells it, for names of keys match in any case; `undefined` when it is never supplied. */
export function canonicalKey(key: string): string | undefined {
  const lower = key.toLowerCase();
  return Object.keys(AUTHORIZER_CONDITION_KEYS).find((known) => known.toLowerCase() === lower);
}
