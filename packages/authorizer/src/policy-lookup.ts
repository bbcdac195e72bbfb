import {
  type CanonicalDocument,
  canonicalize,
  formatFinding,
  type PolicyDocument,
  PolicyError,
  validateDocument,
} from "@lychgate/policy";
import {
  type DenyEntry,
  type DenyList,
  type DenySubject,
  denyKeyOf,
  denySubjectOf,
  isInEffect,
  isOutage,
  isPolicyGroup,
  type PolicyItem,
  PolicyStoreError,
} from "@lychgate/policy-store";
import { AuthorizerFault } from "./errors.ts";
import { createItemCache } from "./item-cache.ts";

/** A group's policy, ready to be merged. */
export interface GroupDocument {
  group: string;
  revision: string;
  document: CanonicalDocument;
  usageTier?: string;
}

/** What is known of a caller. */
export interface LookedUp {
  /** The policies, in the order of the groups; groups without one are left out. */
  documents: GroupDocument[];
  /** Whether the deny list names the caller. */
  isRevoked: boolean;
  /** Why not all of it could be looked up again; then it is what was found last. */
  outage?: AuthorizerFault;
}

export type PolicyLookup = (
  groups: readonly string[],
  subjects?: readonly DenySubject[],
) => Promise<LookedUp>;

/** Reads policies and, where subjects are given, entries of the deny list in the same request. */
export type ReadCaller = DenyList["getWith"];

export interface PolicyLookupOptions {
  /** How long an answer is used before it is looked up again, in milliseconds; 0 asks for each request. */
  ttl: number;
  /** For how much longer it is used while the table cannot be asked, in milliseconds; 0 unless given. */
  stale?: number;
  /** The current time in epoch milliseconds. */
  clock: () => number;
}

/**
 * Looks policies and entries of the deny list up and remembers each answer, "none" included.
 *
 * The returned function throws an AuthorizerFault when the table cannot be asked and what was found last is
 * too old, or would deny for want of a policy: that is said by the table or not at all.
 */
export function createPolicyLookup(
  read: ReadCaller,
  { ttl, stale = 0, clock }: PolicyLookupOptions,
): PolicyLookup {
  const find = createItemCache((keys) => readItems(read, keys), {
    ttl,
    stale,
    clock,
    isOutage: isOutageFault,
  });
  const keysOf = rememberKeys();
  return async (groups, subjects = NONE) => {
    const found = await find(keysOf(groups, subjects));
    const documents: GroupDocument[] = [];
    let [isRevoked, outage]: [boolean, unknown] = [false, undefined];
    for (const { value, outage: ofThis } of found) {
      outage ??= ofThis;
      if (value === undefined) continue;
      if ("document" in value) documents.push(value);
      else isRevoked ||= isInEffect(value, clock());
    }
    if (outage === undefined) return { documents, isRevoked };
    if (!(outage instanceof AuthorizerFault) || (documents.length === 0 && !isRevoked)) throw outage;
    return { documents, isRevoked, outage };
  };
}

const NONE: readonly DenySubject[] = [];

/** The keys of a caller's groups and subjects; the lists of a caller who is remembered are the same ones again. */
function rememberKeys(): (groups: readonly string[], subjects: readonly DenySubject[]) => readonly string[] {
  const known = new WeakMap<readonly string[], { subjects: readonly DenySubject[]; keys: string[] }>();
  return (groups, subjects) => {
    const remembered = known.get(groups);
    if (remembered?.subjects === subjects) return remembered.keys;
    // A group that is named like an entry of the deny list has no policy, and is not to be taken for the entry.
    const keys = [...groups.filter(isPolicyGroup), ...subjects.map(denyKeyOf)];
    known.set(groups, { subjects, keys });
    return keys;
  };
}

function isOutageFault(error: unknown): boolean {
  return error instanceof AuthorizerFault && isOutage(error.cause);
}

async function readItems(
  read: ReadCaller,
  keys: readonly string[],
): Promise<Map<string, GroupDocument | DenyEntry>> {
  const subjects = keys.flatMap((key) => denySubjectOf(key) ?? []);
  const { policies, denied } = await read(keys.filter(isPolicyGroup), subjects).catch((cause: unknown) =>
    Promise.reject(faultOf(cause)),
  );
  return new Map<string, GroupDocument | DenyEntry>([
    ...denied.map((entry) => [denyKeyOf(entry), entry] as const),
    ...[...policies].map(([group, item]) => [group, documentOf(item)] as const),
  ]);
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

function documentOf({ group, revision, policy, usageTier }: PolicyItem): GroupDocument {
  try {
    const found = { group, revision, document: canonicalize(validDocument(policy)) };
    return usageTier === undefined ? found : { ...found, usageTier };
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
