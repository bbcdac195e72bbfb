/** What can go wrong with the policy table. An item that is absent is not among it. */
export type PolicyStoreErrorCode =
  /** the table holds another revision than the one that the write expects */
  | "Conflict"
  /** no answer from the table, or none that can be read */
  | "Unreachable"
  | "TableNotFound"
  /** DynamoDB did not keep up within the attempts that it was given */
  | "Throttled"
  /** an item, or the table's key, is not what it should be */
  | "Malformed"
  /** credentials are missing, refused or not enough */
  | "Denied"
  /** two items are wanted for one group */
  | "DuplicateGroup"
  /** seeding nothing would empty the table */
  | "EmptySeed"
  /** seeding was stopped by its caller */
  | "Interrupted"
  /** the seeding of another release has begun and was not finished */
  | "ReleasePending"
  /** another release came in force since the plan was made */
  | "BaseMoved"
  /** somebody else has taken the table over while it was being seeded */
  | "TakenOver"
  /** the table holds items but was never seeded */
  | "NotAdopted"
  /** the release is not the one that was reviewed */
  | "UnexpectedRelease"
  /** the table's history has no such release, or several */
  | "UnknownRelease";

export interface PolicyStoreErrorOptions extends ErrorOptions {
  group?: string;
  current?: string | null;
}

/** A fault of the policy table. The message is one line and says which table and, where it is about one, which group. */
export class PolicyStoreError extends Error {
  override readonly name = "PolicyStoreError";
  readonly code: PolicyStoreErrorCode;
  /** the group that the fault is about */
  readonly group: string | undefined;
  /** with `Conflict`, the revision that the table holds; `null` when the group is absent, `undefined` when it is not known */
  readonly current: string | null | undefined;

  constructor(code: PolicyStoreErrorCode, message: string, options: PolicyStoreErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.group = options.group;
    this.current = options.current;
  }
}

/**
 * Whether a fault says only that the table could not be asked, so that what it last said may still be true:
 * it is throttled or gave no answer. A request that was refused, for whatever reason, is none.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof PolicyStoreError)) return false;
  if (error.code === "Throttled") return true;
  return error.code === "Unreachable" && error.cause instanceof Error && !isClientFault(error.cause);
}

/** @see https://smithy.io/2.0/spec/type-refinement-traits.html#error-trait */
function isClientFault(error: Error): boolean {
  return "$fault" in error && error.$fault === "client";
}

/** Text from outside for a message: in back-ticks, on one line. */
export function quote(text: string): string {
  return `\`${text.replace(/[\p{Cc}\u2028\u2029]/gu, " ")}\``;
}

/** A write expected another revision than the table holds, or than it held a moment before. */
export function conflict(group: string, base: string | null, current: string | null): PolicyStoreError {
  const expected = `policy item ${quote(group)}: expected ${nameOf(base)}`;
  if (current === base)
    return new PolicyStoreError("Conflict", `${expected}, it changed meanwhile`, { group });
  return new PolicyStoreError("Conflict", `${expected}, found ${nameOf(current)}`, { group, current });
}

function nameOf(revision: string | null): string {
  return revision === null ? "no item" : `revision ${quote(revision)}`;
}
