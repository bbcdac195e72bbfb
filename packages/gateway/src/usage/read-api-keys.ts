/**
 * API keys in a plans file. Their values are secrets: no message tells one.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
import { describe, member, type Problems, refuseUnknown } from "../definition/problems.ts";
import { isRecord } from "../record.ts";
import { LIMITS } from "./limits.ts";
import { readId, readList, readName, refuseRepeated } from "./read-element.ts";
import type { ApiKey } from "./usage-plan.ts";

const MEMBERS = ["id", "value", "name", "description", "enabled"];
const VALUE = /^[A-Za-z0-9]{20,128}$/;

export function readApiKeys(list: unknown, problems: Problems): ApiKey[] {
  const keys = readList(list, "apiKeys", LIMITS.apiKeys, problems, readApiKey);
  refuseRepeated(
    keys,
    ({ id }) => id,
    ({ id }) => `\`${id}\``,
    "apiKeys",
    problems,
  );
  // To API Gateway, two keys with one value are one key.
  refuseRepeated(
    keys,
    ({ value }) => value,
    () => "a value",
    "apiKeys",
    problems,
  );
  return keys;
}

function readApiKey(key: unknown, at: string, problems: Problems): ApiKey | undefined {
  if (!isRecord(key)) return problems.add(at, "expected an object with `id` and `value`");
  refuseUnknown(key, MEMBERS, at, problems);
  const id = readId(member(key, "id"), `${at}.id`, problems);
  const name = readName(member(key, "name"), `${at}.name`, problems);
  const value = member(key, "value");
  const enabled = member(key, "enabled") ?? true;
  if (typeof value !== "string" || !VALUE.test(value)) {
    return problems.add(`${at}.value`, "expected 20 to 128 letters and digits");
  }
  if (typeof enabled !== "boolean") {
    return problems.add(`${at}.enabled`, `expected \`true\` or \`false\`, came ${describe(enabled)}`);
  }
  return id === undefined ? undefined : { id, value, enabled, ...(name !== undefined && { name }) };
}
