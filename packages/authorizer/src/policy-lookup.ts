import {
  type CanonicalDocument,
  canonicalize,
  formatFinding,
  type PolicyDocument,
  PolicyError,
  validateDocument,
} from "@lychgate/policy";
import { type PolicyItem, type PolicyStore, PolicyStoreError } from "@lychgate/policy-store";
import { AuthorizerFault } from "./errors.ts";

/** A group's policy, ready to be merged. */
export interface GroupDocument {
  group: string;
  revision: string;
  document: CanonicalDocument;
}

/** Finds the policies of groups; groups without one are left out. */
export type PolicyLookup = (groups: readonly string[]) => Promise<GroupDocument[]>;

interface Entry {
  found: Promise<GroupDocument | undefined>;
  /** Epoch milliseconds; beyond all time while the look-up is under way. */
  expires: number;
}

/** How many groups are remembered; the oldest gives way. */
const CAPACITY = 10_000;

/**
 * Looks policies up and remembers each group's answer, "none" included. Look-ups that are under way are
 * shared, and a failed one is forgotten, so that the next request asks again.
 * @param ttl in milliseconds; 0 remembers nothing beyond the look-up under way
 * @param clock the current time in epoch milliseconds
 */
export function createPolicyLookup(
  store: Pick<PolicyStore, "get">,
  ttl: number,
  clock: () => number,
): PolicyLookup {
  const entries = new Map<string, Entry>();
  return async (groups) => {
    const now = clock();
    // Held before anything is remembered, for what gives way then may be a group of this request.
    const found = knownAt(now, entries, groups);
    const unknown = groups.filter((group) => !found.has(group));
    const reading = unknown.length > 0 ? readPolicies(store, unknown) : undefined;
    if (reading) for (const group of unknown) found.set(group, remember(entries, group, reading, now + ttl));
    const documents = await Promise.all(groups.map((group) => found.get(group)));
    return documents.filter((document) => document !== undefined);
  };
}

function knownAt(
  now: number,
  entries: ReadonlyMap<string, Entry>,
  groups: readonly string[],
): Map<string, Entry["found"]> {
  const known = new Map<string, Entry["found"]>();
  for (const group of groups) {
    const entry = entries.get(group);
    if (entry && now < entry.expires) known.set(group, entry.found);
  }
  return known;
}

function remember(
  entries: Map<string, Entry>,
  group: string,
  reading: Promise<Map<string, GroupDocument>>,
  expires: number,
): Entry["found"] {
  const entry: Entry = { found: reading.then((documents) => documents.get(group)), expires: Infinity };
  entries.delete(group);
  const oldest = entries.size >= CAPACITY ? entries.keys().next().value : undefined;
  if (oldest !== undefined) entries.delete(oldest);
  entries.set(group, entry);
  const forget = () => {
    if (entries.get(group) === entry) entries.delete(group);
  };
  entry.found.then(() => {
    entry.expires = expires;
  }, forget);
  return entry.found;
}

async function readPolicies(
  store: Pick<PolicyStore, "get">,
  groups: readonly string[],
): Promise<Map<string, GroupDocument>> {
  const items = await store.get(groups).catch((cause: unknown) => Promise.reject(faultOf(cause)));
  return new Map([...items].map(([group, item]) => [group, documentOf(item)]));
}

function faultOf(cause: unknown): AuthorizerFault {
  const isMalformed = cause instanceof PolicyStoreError && cause.code === "Malformed";
  const code = isMalformed ? "PolicyMalformed" : "PoliciesUnavailable";
  return new AuthorizerFault(
    code,
    cause instanceof Error ? cause.message : "the policy table could not be read",
    { cause },
  );
}

function documentOf({ group, revision, policy }: PolicyItem): GroupDocument {
  try {
    return { group, revision, document: canonicalize(validDocument(policy)) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "cannot be read";
    throw new AuthorizerFault("PolicyMalformed", `policy of group \`${group}\`: ${why}`, { cause });
  }
}

function validDocument(text: string): PolicyDocument {
  const validated = validateDocument(JSON.parse(text));
  if (validated.valid) return validated.value;
  throw new PolicyError("InvalidPolicy", validated.findings.map(formatFinding).join("; "));
}
