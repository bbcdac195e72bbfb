/**
 * What the console shows, as one JSON document: written by `lychgate bundle` and by the local stack, read in the
 * browser. Types alone stand here, so that the console can import them without the command.
 */
import type { DiffChange, ReachLevel } from "@lychgate/evaluation";
import type { CanonicalDocument } from "@lychgate/policy";

export interface AccessBundle {
  format: 1;
  revision: BundleRevision;
  apis: readonly BundleApi[];
  /** In the order of the matrix's groups. */
  policies: readonly BundlePolicy[];
  matrix: BundleMatrix;
  guardrails: readonly BundleGuardrail[];
  lint: readonly BundleFinding[];
  /** Missing where the policies' tests were not run. */
  coverage?: BundleCoverage;
  /** Missing where nothing is compared with. */
  comparison?: BundleComparison;
}

/** Which policies these are. */
export interface BundleRevision {
  /** A git ref, a folder, or `working tree`. */
  name: string;
  /** The commit, where it is one. */
  commit?: string;
  /** The release's id, as `lychgate validate` prints it: equal where the policies are. */
  hash: string;
}

export interface BundleApi {
  /** The contract's file, from the root. */
  file: string;
  /** The OpenAPI document, without what a caller has no use for: `public-document.ts`. */
  document: unknown;
}

export interface BundlePolicy {
  group: string;
  description: string;
  /** The module, from the root. */
  file: string;
  /** The module's text. */
  source: string;
  revision: string;
  document: CanonicalDocument;
  /** The line of the module at which each statement of the document begins, by its Sid. */
  lines: Readonly<Record<string, number>>;
}

export interface BundleMatrix {
  groups: readonly string[];
  /** An operation each, in the contracts' order. */
  rows: readonly BundleMatrixRow[];
}

export interface BundleMatrixRow {
  /** The file of the API that has the operation. */
  api: string;
  method: string;
  /** `/petstore/v1/pets/{petId}` */
  route: string;
  summary?: string;
  sensitive?: true;
  /** The access of each group. */
  access: readonly ReachLevel[];
  /** In which circumstances, or to what part of the requests, by the group's name, where it is `if` or `part`. */
  conditions: Readonly<Record<string, string>>;
}

/** A request that shows something. */
export interface BundleRequest {
  /** The caller's groups. */
  groups: readonly string[];
  method: string;
  path: string;
  context: Readonly<Record<string, string>>;
}

export interface BundleGuardrail {
  id: string;
  rule: string;
  reason: string;
  owner: string;
  file: string;
  line: number;
  /** `failed` as well where it speaks of groups or routes that there are not. */
  outcome: "proved" | "failed" | "undecided";
  /** The requests that break it, and why each does; or why it is not proved. */
  failures: readonly { text: string; request?: BundleRequest }[];
}

export interface BundleFinding {
  /** `LY302-…` */
  rule: string;
  severity: "error" | "warning" | "info";
  message: string;
  /** What to do about it. */
  fix: string;
  file: string;
  line: number;
  group?: string;
  /** A request that shows it. */
  request?: BundleRequest;
}

export interface BundleShare {
  covered: number;
  total: number;
}

export interface BundleCoverage {
  routes: BundleShare;
  statements: BundleShare;
  mutations: BundleShare;
  /** What is not covered: a sentence each, and where. */
  gaps: readonly { text: string; file?: string; line?: number }[];
}

export interface BundleComparison {
  base: BundleRevision;
  /** As `lychgate diff --format json` has them. */
  changes: readonly DiffChange[];
  /** The base's policies of the groups that are not the same now. */
  policies: readonly BundlePolicy[];
}
