import { type Binding, bind, type CanonicalDocument, merge } from "@lychgate/policy";

/** IAM knows no document without a statement. This one has no Sid, so that nothing is said to be responsible. */
const NOTHING: CanonicalDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: ["*"], Resource: ["*"] }],
};

/**
 * The one document that an authorizer returns for the groups of a user at one API and stage, but for what ends it
 * with the token; one that lets nobody in where they have nothing to say there.
 */
export function boundDocument(documents: readonly CanonicalDocument[], binding: Binding): CanonicalDocument {
  const [first, ...others] = documents;
  const bound = bind(first !== undefined && others.length === 0 ? first : merge(documents), binding);
  return bound.Statement.length === 0 ? NOTHING : bound;
}
