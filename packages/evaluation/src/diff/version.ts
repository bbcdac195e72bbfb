/** A policy before or after a change, bound to one API and stage. */
import type { Binding, CanonicalDocument, CanonicalStatement } from "@lychgate/policy";
import { boundDocument } from "../bound-document.ts";
import { EvaluationError } from "../errors.ts";
import { evaluate, prepare, type Verdict } from "../evaluate.ts";
import { type Access, accessOf, type Witness } from "../proof/index.ts";
import type { EvaluationRequest } from "../request.ts";
import type { GroupPolicyVersion } from "./report.ts";
import { NEVER, termsReader } from "./terms.ts";

export interface BoundVersion extends Decisions {
  policy?: GroupPolicyVersion;
  access: Access;
}

/** What a bound document says of requests. */
export interface Decisions {
  /** As `evaluate` decides; nothing is ever allowed without a policy. */
  verdictOn(request: EvaluationRequest): Verdict;
  termsOn(request: EvaluationRequest): string;
}

/** Nobody may do anything. */
const nobody = once(
  (): BoundVersion => ({
    access: accessOf([]),
    verdictOn: () => ({ decision: "implicitDeny", statements: [] }),
    termsOn: () => NEVER,
  }),
);

/**
 * Binds a group's policy; without one, nobody may do anything.
 * @throws EvaluationError `Undecidable` with the group's name
 */
export function boundVersion(policy: GroupPolicyVersion | undefined, binding: Binding): BoundVersion {
  if (!policy) return nobody();
  const bound = boundDocument([policy.document], binding);
  return { policy, ...decisionsOf(bound), access: naming(policy.group, () => accessOf([bound])) };
}

/** What a bound document decides. It is only prepared when somebody asks. */
export function decisionsOf(bound: CanonicalDocument): Decisions {
  const prepared = once(() => prepare([bound]));
  const terms = once(() => termsReader(bound));
  return {
    verdictOn: (request) => evaluate(prepared(), request),
    termsOn: (request) => terms()(request),
  };
}

/** Says of which group it is that something cannot be decided. */
function naming<T>(group: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof EvaluationError)) throw cause;
    throw new EvaluationError(cause.code, `group \`${group}\`: ${cause.message}`, { cause });
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A proof that `evaluate` does not share is a fault of the program, never a result. */
export function confirm(isConfirmed: boolean, { method, path }: Witness): void {
  if (!isConfirmed) throw new Error(`evaluation does not confirm the proof for \`${method} ${path}\``);
}

/** The Sids of the statements that decide. */
export function sidsOf({ statements }: Verdict): string[] {
  return statements.flatMap(({ sid }) => (sid === undefined ? [] : [sid]));
}

const texts = new WeakMap<CanonicalDocument, ReadonlySet<string>>();

/** Whether a version has that statement, word for word. */
export function hasStatement(policy: GroupPolicyVersion | undefined, statement: CanonicalStatement): boolean {
  if (!policy) return false;
  const known =
    texts.get(policy.document) ?? new Set(policy.document.Statement.map((each) => JSON.stringify(each)));
  texts.set(policy.document, known);
  return known.has(JSON.stringify(statement));
}

/** The place of the first of these statements: where it stands now or, when it is gone, where it stood. */
export function placeOf(
  sids: readonly string[],
  base: GroupPolicyVersion | undefined,
  head: GroupPolicyVersion | undefined,
): { file: string; line: number; in: "head" | "base" } {
  const [sid = ""] = sids;
  const now = head?.lineOf(sid);
  if (head && now !== undefined) return { file: head.file, line: now, in: "head" };
  const before = base?.lineOf(sid);
  if (base && before !== undefined) return { file: base.file, line: before, in: "base" };
  return { file: (head ?? base)?.file ?? "", line: 1, in: head ? "head" : "base" };
}
