import { type Binding, type CanonicalDocument, type CanonicalStatement, DENY_ALL } from "@lychgate/policy";
import { evaluate, prepare } from "../evaluate.ts";
import { contractSpace, type Witness } from "../proof/index.ts";
import { everyPathAt } from "./any-space.ts";
import { type LintWitness, lintWitness } from "./finding.ts";
import { ask, documentWith, resourcesAlone, withStatements } from "./question.ts";
import type { ResourceShape } from "./resource-shape.ts";
import type { Slip } from "./slip.ts";
import type { LintPart, LintSpace, LintStatement, LintSubject } from "./subject.ts";

/** Documents, and which of them have to allow a request. */
interface Question {
  documents: readonly CanonicalDocument[];
  wanted(allowed: readonly boolean[]): boolean;
}

/**
 * Finds a request that slips through a Resource in one way, and through the document because of it: one of
 * the contract's if there is one, else one that is easy to read.
 * @throws EvaluationError `Undecidable`, `TooLarge`
 */
export function slipWitness(
  subject: LintSubject,
  each: LintStatement,
  resource: LintPart,
  shape: ResourceShape,
  slip: Slip,
): LintWitness | undefined {
  const away = slip.code === "LY101" && shape.away !== undefined ? [shape.away] : [];
  for (const binding of [shape.home, ...away]) {
    const bound: LintSpace["bound"] = (document) => subject.bound(document, binding);
    const seems = binding === shape.home ? seeming(slip, binding) : DENY_ALL;
    const question = questionFor(subject, each, resource, [
      seems,
      resourcesAlone([binding.prefix + slip.within]),
    ]);
    if (subject.contract) {
      const served = { requests: contractSpace(subject.contract, binding), bound };
      const witness = ask([served], question.documents, question.wanted);
      if (witness !== undefined) return lintWitness(witness);
    }
    const witness = ask([{ requests: everyPathAt(binding), bound }], question.documents, question.wanted);
    if (witness !== undefined) return easiest(witness, slip.candidates, binding, question, bound);
  }
  return undefined;
}

function seeming({ seems }: Slip, { prefix }: Binding): CanonicalDocument {
  const [allow] = resourcesAlone(seems.patterns.map((pattern) => prefix + pattern)).Statement;
  const [deny] = resourcesAlone(seems.except.map((pattern) => prefix + pattern)).Statement;
  const denied: CanonicalStatement[] = deny && seems.except.length > 0 ? [{ ...deny, Effect: "Deny" }] : [];
  return documentWith([...(allow ? [allow] : []), ...denied]);
}

/** The Resource alone reaches it, it does not seem to, and nothing else in the document lets it in. */
function questionFor(
  subject: LintSubject,
  { statement }: LintStatement,
  { text }: LintPart,
  [seems, within]: readonly [CanonicalDocument, CanonicalDocument],
): Question {
  const { NotResource: _, ...rest } = statement;
  const alone = documentWith([{ ...rest, Effect: "Allow", Resource: [text] }]);
  const documents = [alone, seems, within];
  // What a Deny exempts is let in by others, of whom nothing is known here.
  if (statement.Effect === "Allow")
    documents.push(subject.document, withoutResource(subject, statement, text));
  return {
    documents,
    wanted: ([reached, seemsSo, isWithin, allowed = true, allowedAnyway = false]) =>
      reached === true && seemsSo !== true && isWithin === true && allowed && !allowedAnyway,
  };
}

function withoutResource(
  { document }: LintSubject,
  statement: CanonicalStatement,
  text: string,
): CanonicalDocument {
  const same = JSON.stringify(statement);
  const statements = document.Statement.flatMap((each) => {
    if (JSON.stringify(each) !== same) return [each];
    const left = (each.Resource ?? []).filter((other) => other !== text);
    return left.length === 0 ? [] : [{ ...each, Resource: left }];
  });
  return documentWith(statements);
}

/** The first candidate that is an answer as well, or the witness itself. */
function easiest(
  witness: Witness,
  candidates: readonly string[],
  { prefix }: Binding,
  { documents, wanted }: Question,
  bound: LintSpace["bound"],
): LintWitness {
  const policies = documents.map((document) => prepare([withStatements(bound(document))]));
  const best = candidates.find((candidate) => {
    const request = { ...witness.request, methodArn: prefix + candidate };
    return wanted(policies.map((policy) => evaluate(policy, request).decision === "allowed"));
  });
  if (best === undefined) return lintWitness(witness);
  const slash = best.indexOf("/");
  return {
    method: best.slice(0, slash),
    path: best.slice(slash),
    context: witness.context,
    methodArn: prefix + best,
  };
}
