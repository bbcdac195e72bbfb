import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { revisionOf } from "@lychgate/policy";
import { toJson } from "./attribute-value.ts";
import { ATTRIBUTES } from "./attributes.ts";
import { PolicyStoreError } from "./errors.ts";
import { checkPolicyItem, malformed, type PolicyItem } from "./policy-item.ts";

/** An item as DynamoDB stores it. */
export type StoredItem = Record<string, AttributeValue>;

export function keyOf(group: string): StoredItem {
  return { [ATTRIBUTES.group]: { S: group } };
}

export function encodeItem(item: PolicyItem): StoredItem {
  const stored: StoredItem = {
    ...keyOf(item.group),
    [ATTRIBUTES.policy]: { S: item.policy },
    [ATTRIBUTES.revision]: { S: item.revision },
  };
  if (item.description !== undefined) stored[ATTRIBUTES.description] = { S: item.description };
  if (item.usageTier !== undefined) stored[ATTRIBUTES.usageTier] = { S: item.usageTier };
  return stored;
}

/**
 * Reads a stored item and verifies it. A policy that is a map, in an item without a revision, is how
 * AWS's sample stores it: its text is made here, and its revision from the text.
 * @throws PolicyStoreError `Malformed` when it is neither
 * @see https://github.com/aws-samples/amazon-cognito-api-gateway
 */
export function decodeItem(stored: StoredItem): PolicyItem {
  const group = groupOf(stored);
  const item: PolicyItem = { group, ...decodePolicy(group, stored) };
  for (const attribute of [ATTRIBUTES.description, ATTRIBUTES.usageTier] as const) {
    const value = stored[attribute];
    if (value !== undefined) item[attribute] = textOf(group, attribute, value);
  }
  return checkPolicyItem(item);
}

/** @throws PolicyStoreError `Malformed` when the table is keyed by something else */
export function groupOf(stored: StoredItem): string {
  const group = stored[ATTRIBUTES.group]?.S;
  if (typeof group === "string") return group;
  throw new PolicyStoreError(
    "Malformed",
    `expected items with a string key \`${ATTRIBUTES.group}\`, came one without`,
  );
}

/**
 * What a conditional write expects of a stored item: its revision; `null` when it is absent; and for a
 * malformed item a fingerprint of it, so that only what was seen is replaced.
 */
export function stateOf(stored: StoredItem | undefined): string | null {
  if (stored === undefined) return null;
  try {
    return decodeItem(stored).revision;
  } catch {
    return `malformed:${revisionOf(JSON.stringify(stored, sortKeys))}`;
  }
}

function decodePolicy(group: string, stored: StoredItem): { policy: string; revision: string } {
  const policy = stored[ATTRIBUTES.policy];
  const revision = stored[ATTRIBUTES.revision];
  if (policy?.M !== undefined && revision === undefined) return decodeSample(group, policy);
  return {
    policy: textOf(group, ATTRIBUTES.policy, policy),
    revision: textOf(group, ATTRIBUTES.revision, revision),
  };
}

function decodeSample(group: string, value: AttributeValue): { policy: string; revision: string } {
  try {
    const policy = JSON.stringify(toJson(value));
    return { policy, revision: revisionOf(policy) };
  } catch (cause) {
    throw malformed(group, "policy is a map that has no JSON text", cause);
  }
}

function textOf(group: string, attribute: string, value: AttributeValue | undefined): string {
  if (typeof value?.S === "string") return value.S;
  const came = value === undefined ? "nothing" : `the type \`${Object.keys(value).join()}\``;
  throw malformed(group, `attribute \`${attribute}\` should be of type \`S\`, came ${came}`);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
