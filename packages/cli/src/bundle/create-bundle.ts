import { comparePolicies } from "@lychgate/evaluation";
import { releaseIdOf } from "@lychgate/policy-store/release";
import type { CoverageReport } from "../cover/coverage-report.ts";
import { policySetOf, readSide } from "../diff/sides.ts";
import { itemsOf } from "../release-run.ts";
import { loadRepository, type Repository } from "../repository.ts";
import { frozenSource, type Source } from "../source.ts";
import type { AccessBundle, BundleComparison, BundleRevision } from "./access-bundle.ts";
import { readApis } from "./bundle-apis.ts";
import { bundleCoverage, bundleFindings, bundleGuardrails } from "./bundle-checks.ts";
import { bundleMatrix } from "./bundle-matrix.ts";
import { bundlePolicies } from "./bundle-policies.ts";

export { publicDocument } from "./public-document.ts";

/** A version of a repository, and what to call it. */
export interface BundleSide {
  name: string;
  source: Source;
}

export interface BundleOptions {
  /** What to compare with. */
  base?: BundleSide;
  coverage?: CoverageReport;
}

/**
 * Puts together what the console shows of a repository.
 * @throws CliError `InvalidPolicies` with every problem, one a line; PolicyError `InvalidContract`; EvaluationError
 *   for what cannot be decided exactly
 */
export function createBundle(head: BundleSide, { base, coverage }: BundleOptions = {}): AccessBundle {
  // Everything is said of the same texts, even while they are edited.
  const source = frozenSource(head.source);
  const repository = loadRepository(source);
  const apis = readApis(repository, source);
  return {
    format: 1,
    revision: revisionOf(head.name, source, repository),
    apis: apis.map(({ file, document }) => ({ file, document })),
    policies: bundlePolicies(repository, source),
    matrix: bundleMatrix(repository, apis),
    guardrails: bundleGuardrails(source),
    lint: bundleFindings(source),
    ...(coverage && { coverage: bundleCoverage(coverage) }),
    ...(base && { comparison: comparisonWith(base, repository) }),
  };
}

function revisionOf(name: string, { commit }: Source, repository: Repository): BundleRevision {
  return { name, ...(commit !== undefined && { commit }), hash: releaseIdOf(itemsOf(repository)) };
}

function comparisonWith({ name, source: from }: BundleSide, head: Repository): BundleComparison {
  const source = frozenSource(from);
  const base = readSide("base", name, () => source);
  const now = new Map(head.policies.map(({ compiled }) => [compiled.group, compiled.revision]));
  return {
    base: revisionOf(name, source, base),
    changes: comparePolicies(policySetOf(base), policySetOf(head)).changes,
    policies: bundlePolicies(base, source).filter(({ group, revision }) => now.get(group) !== revision),
  };
}
