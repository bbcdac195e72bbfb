/** A value of a condition key: a list where the key is multivalued. */
export type ContextValue = string | number | boolean | readonly string[];

export type ContextScalar = string | number | boolean;

/** The condition keys of a request and their values. */
export type RequestContext = Readonly<Record<string, ContextValue>>;

/**
 * Finds a condition key's value without regard to case; `undefined` when the request lacks the key. An
 * empty list is no value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function lookUp(context: RequestContext, key: string): ContextValue | undefined {
  const spelling = Object.hasOwn(context, key) ? key : spellingIn(context, key);
  if (spelling === undefined) return undefined;
  const value = context[spelling];
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

function spellingIn(context: RequestContext, key: string): string | undefined {
  const wanted = key.toLowerCase();
  return Object.keys(context).find(
    (candidate) => candidate.length === key.length && candidate.toLowerCase() === wanted,
  );
}
