/** What is linted: one document, the statements of the source that it comes from, and the requests to ask about. */
import {
  type Binding,
  bind,
  type CanonicalDocument,
  type CanonicalStatement,
  type CompiledPolicy,
  type Contract,
  canonicalize,
  compile,
  type PolicyDocument,
  PolicyError,
  type Statement,
  toList,
  type UncheckedGroupPolicy,
} from "@lychgate/policy";
import { bindingsOf, contractSpace, type RequestSpace } from "../proof/index.ts";
import { everyArn, everyPathAt } from "./any-space.ts";
import type { Path } from "./finding.ts";
import { without } from "./parts.ts";

export interface LintSubject {
  document: CanonicalDocument;
  statements: readonly LintStatement[];
  contract: Contract | undefined;
  /** The requests over which documents are compared. */
  spaces: readonly LintSpace[];
  /** Every request that there could be, whatever the contract. */
  anything: readonly LintSpace[];
  /** The requests that the contract serves; none without a contract. */
  routes: readonly LintSpace[];
  /** A document as it is evaluated at one API and stage. */
  bound(document: CanonicalDocument, binding: Binding): PolicyDocument;
  /** What the source makes without these parts; `undefined` when it makes nothing. */
  without(parts: readonly Path[]): CanonicalDocument | undefined;
}

/** A statement as its author wrote it and as it is evaluated. */
export interface LintStatement {
  /** In the source. */
  path: Path;
  sid?: string;
  statement: CanonicalStatement;
  /** The ARNs of its `Resource` or `NotResource`; none where it is written with routes. */
  resources: readonly LintPart[];
  /** Every item of a list that has more than one: routes, Resources, values of conditions. */
  parts: readonly LintPart[];
  /** Where its condition stands in the source. */
  condition: Path;
}

/** A text of the source and where it stands. */
export interface LintPart {
  path: Path;
  text: string;
}

/** Requests to ask about, and documents as they are evaluated for them. */
export interface LintSpace {
  requests: RequestSpace;
  bound(document: CanonicalDocument): PolicyDocument;
}

/** A compiled policy module. Its compiler's guards are part of the document and no statements of the author. */
export function subjectOfPolicy(
  source: UncheckedGroupPolicy,
  compiled: CompiledPolicy,
  contract: Contract,
): LintSubject {
  const { document } = compiled;
  const bindings = bindingsOf([document]);
  const spacesBy = (requestsAt: (binding: Binding) => RequestSpace) =>
    bindings.map((binding) => ({ requests: requestsAt(binding), bound: boundTo(binding) }));
  const routes = spacesBy((binding) => contractSpace(contract, binding));
  return {
    document,
    statements: source.statements.flatMap((each, index) => moduleStatement(document, each, index)),
    contract,
    spaces: routes,
    anything: spacesBy(everyPathAt),
    routes,
    bound: bind,
    without: (parts) => {
      const rest = without(source, parts);
      return rest && unlessRefused(() => compile(rest, contract).document);
    },
  };
}

function boundTo(binding: Binding): LintSpace["bound"] {
  return (document) => bind(document, binding);
}

function moduleStatement(
  document: CanonicalDocument,
  { sid, routes, resources, condition }: UncheckedGroupPolicy["statements"][number],
  index: number,
): LintStatement[] {
  const statement = document.Statement.find(({ Sid }) => Sid === sid);
  if (statement === undefined) return [];
  const path = ["statements", index];
  const at = [...path, "condition"];
  const parts = [
    ...itemsAt([...path, "routes"], routes),
    ...itemsAt([...path, "resources"], resources),
    ...valuesAt(at, condition),
  ];
  return [
    { path, sid, statement, resources: textsAt([...path, "resources"], resources), parts, condition: at },
  ];
}

/**
 * A document as it is, for whatever API and stage; with the routes of a contract where there is one.
 * @throws PolicyError `InvalidPolicy` where it has no canonical form
 */
export function subjectOfDocument(document: PolicyDocument, contract: Contract | undefined): LintSubject {
  const canonical = canonicalize(document);
  const anything = [{ requests: everyArn(), bound: asItIs }];
  const bindings = contract === undefined ? [] : bindingsOf([canonical]);
  return {
    document: canonical,
    statements: toList<Statement>(document.Statement).map((each, index) =>
      rawStatement(document, each, Array.isArray(document.Statement) ? ["Statement", index] : ["Statement"]),
    ),
    contract,
    spaces: anything,
    anything,
    routes: bindings.flatMap((each) =>
      contract === undefined ? [] : [{ requests: contractSpace(contract, each), bound: asItIs }],
    ),
    bound: asItIs,
    without: (parts) => {
      const rest = without(document, parts);
      return rest && unlessRefused(() => canonicalize(rest));
    },
  };
}

function asItIs(document: CanonicalDocument): PolicyDocument {
  return document;
}

function rawStatement(document: PolicyDocument, each: Statement, path: Path): LintStatement {
  const [statement] = canonicalize({ ...document, Statement: [each] }).Statement;
  if (statement === undefined) throw new PolicyError("InvalidPolicy", "expected a statement, came none");
  const list = each.Resource === undefined ? "NotResource" : "Resource";
  const resources = textsAt([...path, list], each[list]);
  const condition = [...path, "Condition"];
  const parts = [...itemsAt([...path, list], each[list]), ...valuesAt(condition, each.Condition)];
  return { path, ...(each.Sid ? { sid: each.Sid } : {}), statement, resources, parts, condition };
}

function textsAt(path: Path, texts: string | readonly string[] | undefined): LintPart[] {
  if (typeof texts === "string") return [{ path, text: texts }];
  return (texts ?? []).map((text, index) => ({ path: [...path, index], text }));
}

function itemsAt(path: Path, list: unknown): LintPart[] {
  if (!Array.isArray(list) || list.length < 2) return [];
  return list.map((item: unknown, index) => ({ path: [...path, index], text: String(item) }));
}

function valuesAt(path: Path, condition: object | undefined): LintPart[] {
  return Object.entries(condition ?? {}).flatMap(([operator, keys]: [string, object]) =>
    Object.entries(keys).flatMap(([key, values]) => itemsAt([...path, operator, key], values)),
  );
}

function unlessRefused(make: () => CanonicalDocument): CanonicalDocument | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}
