/** Questions to the proof engine, asked in every space of a subject. */
import {
  type CanonicalDocument,
  type CanonicalStatement,
  DENY_ALL,
  INVOKE_ACTION,
  type PolicyDocument,
  toList,
} from "@lychgate/policy";
import { type Access, accessOf, findRequest, type Witness } from "../proof/index.ts";
import type { LintSpace } from "./subject.ts";

/** A document that lets in what a statement reaches, whatever the statement's effect. */
export function reachOf(statement: CanonicalStatement): CanonicalDocument {
  return documentWith([{ ...statement, Effect: "Allow" }]);
}

/** A document that lets in what meets a condition. */
export function conditionAlone(condition: CanonicalStatement["Condition"] = {}): CanonicalDocument {
  return documentWith([{ Effect: "Allow", Action: ["*"], Resource: ["*"], Condition: condition }]);
}

/** A document that lets in what some ARNs match. */
export function resourcesAlone(resources: readonly string[]): CanonicalDocument {
  return documentWith([{ Effect: "Allow", Action: [INVOKE_ACTION], Resource: [...resources] }]);
}

export function documentWith(statements: readonly CanonicalStatement[]): CanonicalDocument {
  return { Version: "2012-10-17", Statement: [...statements] };
}

/**
 * The first request of the spaces for which `wanted` holds, given which of the documents allow it;
 * `undefined` is a proof that there is none.
 * @throws EvaluationError `InvalidDocument`, `Undecidable`, `TooLarge`
 */
export function ask(
  spaces: readonly LintSpace[],
  documents: readonly CanonicalDocument[],
  wanted: (allowed: readonly boolean[]) => boolean,
): Witness | undefined {
  for (const space of spaces) {
    const accesses = documents.map((document) => accessIn(space, document));
    const found = findRequest(space.requests, accesses, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A document is read once a space and asked often. */
const known = new WeakMap<LintSpace, WeakMap<CanonicalDocument, Access>>();

function accessIn(space: LintSpace, document: CanonicalDocument): Access {
  const ofSpace = known.get(space) ?? new WeakMap<CanonicalDocument, Access>();
  known.set(space, ofSpace);
  const access = ofSpace.get(document) ?? accessOf([withStatements(space.bound(document))]);
  ofSpace.set(document, access);
  return access;
}

/** What is left of a document that is bound elsewhere may be no statement, which IAM does not take. */
export function withStatements(document: PolicyDocument): PolicyDocument {
  return toList(document.Statement).length === 0 ? DENY_ALL : document;
}
