/** Whether a compiled policy lets in what a document lets in. */
import {
  type Access,
  accessOf,
  anyPathSpace,
  bindingsOf,
  contractSpace,
  equivalence,
  findRequest,
  type Witness,
} from "@lychgate/evaluation";
import {
  type Binding,
  bind,
  type CanonicalDocument,
  type Contract,
  DENY_ALL,
  nameOfOperation,
  operationServing,
} from "@lychgate/policy";

/** What a document lets in and what the module's does, compared. */
export type Judgement =
  | { status: "equivalent" }
  /** They differ on requests that no operation of the contracts serves. */
  | { status: "equivalentOverApi"; lost: Witness }
  | { status: "narrowed"; lost: Witness }
  | { status: "wider"; gained: Witness };

/**
 * How the document is enforced today: bound to an API and a stage by an authorizer, or as it stands, when a
 * `*` for the stage can cross into the path.
 */
export type Reading = "bound" | "unbound";

/**
 * Compares a document with what a module compiles to, at every API and stage that either names.
 * @throws EvaluationError when it cannot be decided
 */
export function judge(
  original: CanonicalDocument,
  compiled: CanonicalDocument,
  contract: Contract,
  reading: Reading,
): Judgement {
  let lost: Witness | undefined;
  let outside: Witness | undefined;
  for (const binding of bindingsOf([original, compiled])) {
    const [before, after] = [accessAt(binding, original, reading), accessAt(binding, compiled, "bound")];
    const served = equivalence(before, after, contractSpace(contract, binding));
    const any = equivalence(before, after, anyPathSpace(binding));
    const gained = served.onlySecond ?? any.onlySecond;
    if (gained) return { status: "wider", gained };
    lost ??= served.onlyFirst;
    outside ??= any.onlyFirst;
  }
  if (lost) return { status: "narrowed", lost };
  return outside ? { status: "equivalentOverApi", lost: outside } : { status: "equivalent" };
}

function accessAt(binding: Binding, document: CanonicalDocument, reading: Reading): Access {
  const read = reading === "bound" ? bind(document, binding) : document;
  // Where every statement is about another stage, nothing is let in.
  return accessOf([read.Statement.length === 0 ? DENY_ALL : read]);
}

/**
 * How a document has to be read that nobody has bound: binding takes away only what nobody serves, or else
 * it is read as it stands.
 */
export function readingOf(original: CanonicalDocument, contract: Contract): Reading {
  const differs = bindingsOf([original]).some((binding) => {
    const [asItStands, bound] = [
      accessAt(binding, original, "unbound"),
      accessAt(binding, original, "bound"),
    ];
    const { onlyFirst, onlySecond } = equivalence(asItStands, bound, contractSpace(contract, binding));
    return onlyFirst !== undefined || onlySecond !== undefined;
  });
  return differs ? "unbound" : "bound";
}

/** A request that a Resource let in by crossing a slash. */
export interface Slipped {
  resource: string;
  witness: Witness;
  /** The route that serves it; missing where none does. */
  route?: string;
}

/** How many are looked for: each of them says the same of another Resource. */
const MOST_SLIPPED = 10;

/** For each Resource, up to ten, a request that it let in as it stands, served or not, and that the module does not. */
export function slippedThrough(
  original: CanonicalDocument,
  compiled: CanonicalDocument,
  contract: Contract,
): Slipped[] {
  const [binding] = bindingsOf([original, compiled]);
  const [before, after] = [accessAt(binding, original, "unbound"), accessAt(binding, compiled, "bound")];
  const allows = original.Statement.filter(({ Effect }) => Effect === "Allow");
  const resources = new Set(allows.flatMap(({ Resource = [] }) => Resource));
  const found: Slipped[] = [];
  for (const resource of resources) {
    if (found.length === MOST_SLIPPED) break;
    const accesses = [accessOf([aloneOf(resource)]), before, after];
    const witness = findRequest(anyPathSpace(binding), accesses, ([isOfResource, wasAllowed, isAllowed]) => {
      return isOfResource === true && wasAllowed === true && isAllowed !== true;
    });
    const operation = witness && operationServing(contract, witness.method + witness.path);
    if (witness) found.push({ resource, witness, ...(operation && { route: nameOfOperation(operation) }) });
  }
  return found;
}

function aloneOf(resource: string): CanonicalDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["execute-api:Invoke"], Resource: [resource] }],
  };
}
