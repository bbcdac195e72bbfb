/** From one group's document to the module that says the same, with the proof that it does. */
import { EvaluationError } from "@lychgate/evaluation";
import {
  type CanonicalDocument,
  type Contract,
  canonicalize,
  compile,
  documentOf,
  formatFinding,
  INVOKE_ACTION,
  PolicyError,
  type UncheckedGroupPolicy,
  validateDocument,
  validateGroupPolicy,
} from "@lychgate/policy";
import { formatPolicyModule } from "../authoring/module-text.ts";
import { policyFileName } from "../authoring/policy-file.ts";
import { CliError } from "../errors.ts";
import { type Draft, draftsOf, policyOf, type Writing } from "./candidate.ts";
import type { ImportSource } from "./import-source.ts";
import { ownProperty } from "./json-value.ts";
import { type RouteFinder, routeFinder } from "./meant-routes.ts";
import { type Judgement, judge, type Reading, readingOf, type Slipped, slippedThrough } from "./proof.ts";
import { relevantPart } from "./relevant-statements.ts";
import { formOf } from "./resource-form.ts";

/** A module that never lets in more than the document. */
export interface ImportedPolicy {
  policy: UncheckedGroupPolicy;
  module: string;
  judgement: Exclude<Judgement, { status: "wider" }>;
  /** What the document let in as it stands by a `*` that crosses slashes, and nothing lets in any more. */
  slipped: readonly Slipped[];
}

export type ImportOutcome =
  | ({ status: "equivalent" | "equivalentOverApi" | "narrowed" } & ImportedPolicy)
  | { status: "refused"; reason: string }
  /** Nothing in the document is about calling an API. */
  | { status: "unrelated" };

export interface ImportResult {
  group: string;
  origin: string;
  /** What was left out because it is about other services. */
  leftOut: readonly string[];
  outcome: ImportOutcome;
}

const EVERYTHING: Draft = {
  statement: { Effect: "Allow", Action: [INVOKE_ACTION], Resource: ["*"] },
  forms: [formOf("*")],
  guard: undefined,
};

/** Makes a module of a document, or says why none can be made. */
export function importPolicy(source: ImportSource, contract: Contract): ImportResult {
  const { group, origin } = source;
  const { document, leftOut } = relevantPart(source.document);
  const statements = ownProperty(document, "Statement");
  if (Array.isArray(statements) && statements.length === 0) {
    return { group, origin, leftOut, outcome: { status: "unrelated" } };
  }
  try {
    policyFileName(group);
    return { group, origin, leftOut, outcome: outcomeOf(source, checkedDocument(document), contract) };
  } catch (error) {
    return { group, origin, leftOut, outcome: { status: "refused", reason: reasonOf(error) } };
  }
}

/** What an input can cause is a reason; anything else is a fault of this program. */
function reasonOf(error: unknown): string {
  const isOfInput =
    error instanceof PolicyError || error instanceof EvaluationError || error instanceof CliError;
  if (isOfInput) return error.message;
  throw error;
}

function checkedDocument(document: unknown): CanonicalDocument {
  const validated = validateDocument(document);
  if (validated.valid) return canonicalize(validated.value);
  throw new PolicyError("InvalidPolicy", validated.findings.map(formatFinding).join("; "));
}

function outcomeOf(source: ImportSource, original: CanonicalDocument, contract: Contract): ImportOutcome {
  const drafts = draftsOf(original);
  const reading = source.isCompiled ? "bound" : readingOf(original, contract);
  const { group, usageTier } = source;
  const described = {
    group,
    description: descriptionOf(source),
    ...(usageTier !== undefined && { usageTier }),
  };
  const finder = routeFinder(contract);
  const attempts: Attempt[] = [];
  for (const writingOf of writings(drafts, finder)) {
    const attempt = attemptOf(policyOf(described, drafts, writingOf, finder), original, reading, contract);
    if (attempt.kind === "said" && attempt.judgement.status !== "narrowed") {
      return importedOf(attempt, source, original, contract);
    }
    attempts.push(attempt);
  }
  const narrowed = attempts.find((attempt) => attempt.kind === "said");
  if (narrowed) return importedOf(narrowed, source, original, contract);
  const reasons = attempts.flatMap((attempt) => (attempt.kind === "refused" ? [attempt.reason] : []));
  // The last attempt is the nearest to the document, so its reason is too.
  return { status: "refused", reason: reasons.at(-1) ?? "no module says it" };
}

function descriptionOf({ group, origin, description }: ImportSource): string {
  return description?.trim() ? description : `The group ${group}, as imported from ${origin}.`;
}

/** From what reads best to what is nearest to the document. */
function* writings(drafts: readonly Draft[], finder: RouteFinder): Generator<(draft: Draft) => Writing> {
  yield () => "routes";
  const exact = new Set(drafts.filter((draft) => isSaidByRoutes(draft, finder)));
  if (exact.size > 0 && exact.size < drafts.length) {
    yield (draft) => (exact.has(draft) ? "routes" : "resources");
  }
  yield () => "resources";
}

/** Whether routes say what a statement says by itself: it alone lets in, or takes from everything. */
function isSaidByRoutes(draft: Draft, finder: RouteFinder): boolean {
  const beside = draft.statement.Effect === "Deny" ? [EVERYTHING] : [];
  const guards = draft.guard ? [draft.guard] : [];
  const original = documentOf([...beside.map(({ statement }) => statement), draft.statement, ...guards]);
  const writingOf = (each: Draft) => (each === draft ? "routes" : "resources");
  const policy = policyOf({ group: "alone", description: "." }, [...beside, draft], writingOf, finder);
  const attempt = attemptOf(policy, original, "bound", finder.contract);
  return attempt.kind === "said" && attempt.judgement.status !== "narrowed";
}

interface Said {
  kind: "said";
  policy: UncheckedGroupPolicy;
  compiled: CanonicalDocument;
  judgement: ImportedPolicy["judgement"];
}

type Attempt = Said | { kind: "refused"; reason: string };

/** Compiles a policy and holds it against the document. What lets in more is refused. */
function attemptOf(
  policy: UncheckedGroupPolicy,
  original: CanonicalDocument,
  reading: Reading,
  contract: Contract,
): Attempt {
  const validated = validateGroupPolicy(policy);
  if (!validated.valid) return { kind: "refused", reason: validated.findings.map(formatFinding).join("; ") };
  try {
    const { document: compiled } = compile(policy, contract);
    const judgement = judge(original, compiled, contract, reading);
    if (judgement.status !== "wider") return { kind: "said", policy, compiled, judgement };
    const { method, path } = judgement.gained;
    return {
      kind: "refused",
      reason: `a module would let in \`${method} ${path}\`, which the document does not`,
    };
  } catch (error) {
    if (error instanceof PolicyError) return { kind: "refused", reason: error.message };
    throw error;
  }
}

function importedOf(
  { policy, compiled, judgement }: Said,
  { isCompiled }: ImportSource,
  original: CanonicalDocument,
  contract: Contract,
): ImportOutcome {
  const module = formatPolicyModule(policy);
  const slipped = isCompiled ? [] : slippedThrough(original, compiled, contract);
  return { status: judgement.status, policy, module, judgement, slipped };
}
