import type { CanonicalDocument, Contract, Decision } from "@lychgate/policy";

/** The policies of a repository as they stood at one time, and the routes of its APIs then. */
export interface PolicySet {
  contract: Contract;
  policies: readonly GroupPolicyVersion[];
}

/** A group's policy as it stood at one time. */
export interface GroupPolicyVersion {
  group: string;
  /** The module that it was compiled from. */
  file: string;
  revision: string;
  document: CanonicalDocument;
  /** Where a statement of the document stands in the module; `undefined` for one that is not there. */
  lineOf(sid: string): number | undefined;
}

/** What changed for the members of the groups. */
export interface DiffReport {
  /** By group and, within a group, in the contract's order. */
  changes: readonly DiffChange[];
}

export type ChangeKind = "gained" | "lost" | "condition";

/** A change of what a group may do on one route. */
export interface DiffChange {
  group: string;
  /** `/petstore/v1/pets/{petId}` */
  route: string;
  method: string;
  /** `condition`: members could call the route before and can now, under other conditions. */
  change: ChangeKind;
  /** The route itself is as it was; it is about the spelling with a trailing slash, which routing ignores. */
  onlyTrailingSlash?: true;
  /** A request that is answered differently: one that is let in now, where there is one. */
  witness: DiffWitness;
  /** Where a condition lets in and shuts out: a request of each. */
  gainedWitness?: DiffWitness;
  lostWitness?: DiffWitness;
  /** The statements responsible, what was changed itself before what was there already. */
  sids: readonly string[];
  /** Where the first of them stands. */
  file: string;
  line: number;
  /** Whether it stands there now, or stood there before. */
  in: "head" | "base";
  /** The contract marks the route. */
  sensitive?: true;
  /** What is decided about the witness. */
  before: Decision;
  after: Decision;
  /** Under which conditions the witness's path could be called, in words: `from anywhere`. */
  terms: { before: string; after: string };
  /** Why, where it is not for a statement that changed. */
  reason?: "group added" | "group removed" | "route added" | "route removed";
  /** The group whose Deny it is: the change is for members of both groups. */
  with?: string;
}

/** A request that proves a change. */
export interface DiffWitness {
  method: string;
  /** Without the stage. */
  path: string;
  context: Readonly<Record<string, string>>;
  /** Where it holds for one API or stage only, that one. */
  methodArn?: string;
}

/** Whether a change lets a request in that was refused before. */
export function letsIn({ after }: DiffChange): boolean {
  return after === "allowed";
}
