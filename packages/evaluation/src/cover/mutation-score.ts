/** Whether the policy tests and the guardrails notice when a policy says something else. */
import {
  type CanonicalDocument,
  type CompiledPolicy,
  type Contract,
  compile,
  INVOKE_ACTION,
  PolicyError,
  type UncheckedGroupPolicy,
} from "@lychgate/policy";
import { EvaluationError } from "../errors.ts";
import { bindingsOf, equivalence, type Witness } from "../proof/index.ts";
import { boundAccess, documentOf } from "./bound-access.ts";
import { contractRequests } from "./contract-requests.ts";
import { type Documents, type Expectation, expectationHolds } from "./expectation.ts";
import { type Mutant, mutantsOf } from "./mutant.ts";
import type { CoveredPolicy } from "./statement-coverage.ts";

/** What became of a mutant. */
export type Judgement =
  /** It does not compile, so that it cannot be put in force. */
  | { outcome: "compiler"; message: string }
  | { outcome: "tests"; expectation: Expectation }
  | { outcome: "guardrails"; guardrail: string }
  /** It says the same as the policy: there is nothing to notice. */
  | { outcome: "equivalent" }
  /**
   * Nothing notices; the request is one that a test could ask, and `allows` the mutant's answer: to a member of
   * this group alone or, `inCompany`, of another group too that allows it.
   */
  | { outcome: "survived"; witness?: Witness; allows?: boolean; inCompany?: boolean };

export interface JudgedMutant {
  mutant: Mutant;
  judgement: Judgement;
}

/** Names a guardrail that these policies break; `undefined` when they break none. */
export type Notices = (policies: readonly CompiledPolicy[]) => string | undefined;

export interface JudgeOptions {
  policies: readonly (CoveredPolicy & { compiled: CompiledPolicy })[];
  contract: Contract;
  /** What the policy tests expect; what does not hold of the policies themselves is passed over. */
  expectations: readonly Expectation[];
  notices?: Notices;
  onJudged?: (done: number, total: number) => void;
}

/** Makes every mutant of the policies and looks for what notices it. */
export function judgeMutants(options: JudgeOptions): JudgedMutant[] {
  const { policies, contract, onJudged } = options;
  const documents = new Map(policies.map(({ compiled }) => [compiled.group, compiled.document]));
  const sound = options.expectations.filter((each) => expectationHolds(each, documents, contract));
  // Proofs take longer than single requests.
  const expectations = sound.sort((a, b) => Number(a.kind === "exactly") - Number(b.kind === "exactly"));
  const mutants = policies.flatMap(({ source }) => mutantsOf(source));
  return mutants.map((mutant, index) => {
    const judgement = judge(mutant, { ...options, expectations, documents });
    onJudged?.(index + 1, mutants.length);
    return { mutant, judgement };
  });
}

function judge(
  mutant: Mutant,
  { policies, contract, expectations, notices, documents }: JudgeOptions & { documents: Documents },
): Judgement {
  const compiled = compileMutant(mutant.policy, contract);
  if (compiled instanceof PolicyError) return { outcome: "compiler", message: compiled.message };
  const mutated = new Map(documents).set(mutant.group, compiled.document);
  const failing = expectations.find(
    (each) => each.groups.includes(mutant.group) && !expectationHolds(each, mutated, contract),
  );
  if (failing) return { outcome: "tests", expectation: failing };
  const guardrail = notices?.(
    policies.map((policy) => (policy.compiled.group === mutant.group ? compiled : policy.compiled)),
  );
  if (guardrail !== undefined) return { outcome: "guardrails", guardrail };
  return compareWithOriginal(documents.get(mutant.group) ?? documentOf([]), compiled.document, contract);
}

function compileMutant(policy: UncheckedGroupPolicy, contract: Contract): CompiledPolicy | PolicyError {
  try {
    return compile(policy, contract);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
}

/** What a group denies counts for the members of other groups too, so it has to be the same as well. */
function compareWithOriginal(
  original: CanonicalDocument,
  mutated: CanonicalDocument,
  contract: Contract,
): Judgement {
  if (JSON.stringify(original) === JSON.stringify(mutated)) return { outcome: "equivalent" };
  try {
    const alone = findDifference(original, mutated, contract);
    if (alone) return { outcome: "survived", ...alone };
    const inCompany = findDifference(undeniedBy(original), undeniedBy(mutated), contract);
    return inCompany ? { outcome: "survived", ...inCompany, inCompany: true } : { outcome: "equivalent" };
  } catch (error) {
    // What cannot be told apart is not called the same.
    if (error instanceof EvaluationError) return { outcome: "survived" };
    throw error;
  }
}

function findDifference(
  before: CanonicalDocument,
  after: CanonicalDocument,
  contract: Contract,
): { witness: Witness; allows: boolean } | undefined {
  for (const binding of bindingsOf([before, after])) {
    const { onlyFirst, onlySecond } = equivalence(
      boundAccess([before], binding),
      boundAccess([after], binding),
      contractRequests(contract, binding).all,
    );
    if (onlySecond) return { witness: onlySecond, allows: true };
    if (onlyFirst) return { witness: onlyFirst, allows: false };
  }
  return undefined;
}

/** Everything but what a document denies: what it leaves to others to allow. */
function undeniedBy({ Statement }: CanonicalDocument): CanonicalDocument {
  const denies = Statement.filter(({ Effect }) => Effect === "Deny");
  return documentOf([{ Effect: "Allow", Action: [INVOKE_ACTION], Resource: ["*"] }, ...denies]);
}

/** How many mutants are noticed, of those that there is something to notice of. */
export interface MutationScore {
  noticed: number;
  total: number;
  byOutcome: Record<Judgement["outcome"], number>;
}

export function scoreOf(judged: readonly JudgedMutant[]): MutationScore {
  const byOutcome = { compiler: 0, tests: 0, guardrails: 0, equivalent: 0, survived: 0 };
  for (const { judgement } of judged) byOutcome[judgement.outcome] += 1;
  const noticed = byOutcome.compiler + byOutcome.tests + byOutcome.guardrails;
  return { noticed, total: noticed + byOutcome.survived, byOutcome };
}
