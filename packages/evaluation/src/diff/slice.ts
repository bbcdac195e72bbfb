/** The part of a document that can matter to a route. It is chosen quickly and holds rather too much. */
import {
  type CanonicalDocument,
  type CanonicalStatement,
  documentOf,
  type Operation,
  textOf,
  UNBOUND_PREFIX,
} from "@lychgate/policy";

/** Literal text with which a language of `VERB/path` begins. */
export type Beginning = string;

export function beginningOfRoute({ method, segments }: Operation): Beginning {
  const parameter = segments.findIndex(({ kind }) => kind !== "static");
  const literal = parameter === -1 ? segments : segments.slice(0, parameter);
  const path = literal.map((segment) => (segment.kind === "static" ? segment.text : ""));
  return `${method}/${path.join("/")}`;
}

const known = new WeakMap<CanonicalStatement, readonly Beginning[]>();

/** How the requests that a statement is about begin; empty text stands for any. */
export function beginningsOf(statement: CanonicalStatement): readonly Beginning[] {
  const beginnings = known.get(statement) ?? statement.Resource?.map(literalBeginning) ?? [""];
  known.set(statement, beginnings);
  return beginnings;
}

function literalBeginning(resource: string): Beginning {
  if (!resource.startsWith(UNBOUND_PREFIX)) return "";
  const tail = resource.slice(UNBOUND_PREFIX.length);
  const wild = tail.search(/[*?$]/);
  return wild === -1 ? tail : tail.slice(0, wild);
}

/** Whether there may be a request that a statement is about and that begins in one of these ways. */
export function mayReach(statement: CanonicalStatement, beginnings: readonly Beginning[]): boolean {
  return beginningsOf(statement).some((own) => mayMeet(own, beginnings));
}

export function mayMeet(own: Beginning, beginnings: readonly Beginning[]): boolean {
  return beginnings.some((other) => own.startsWith(other) || other.startsWith(own));
}

/** Some statements of a document. Equal ones have the same `id`. */
export interface Slice {
  id: number;
  document: CanonicalDocument;
  allows: boolean;
}

const NOTHING: Slice = { id: 0, document: documentOf([]), allows: false };

export type Slicer = (
  document: CanonicalDocument | undefined,
  isWanted: (statement: CanonicalStatement) => boolean,
) => Slice;

/** Makes slices, and knows equal ones again. */
export function createSlicer(): Slicer {
  const byText = new Map<string, Slice>();
  return (document, isWanted) => {
    const statements = document?.Statement.filter(isWanted) ?? [];
    if (statements.length === 0) return NOTHING;
    const part = documentOf(statements);
    const text = textOf(part);
    const allows = part.Statement.some(({ Effect }) => Effect === "Allow");
    const slice = byText.get(text) ?? { id: byText.size + 1, document: part, allows };
    byText.set(text, slice);
    return slice;
  };
}
