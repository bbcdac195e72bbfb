import { type Arn, parseArn } from "./arn.ts";
import type { RequestContext } from "./context.ts";
import { EvaluationError } from "./errors.ts";
import { compileWildcards } from "./glob.ts";
import { type Comparison, compilePattern } from "./pattern.ts";

export type ResourceMatcher = (arn: Arn, context: RequestContext) => Comparison;

/**
 * Makes a matcher for one `Resource`: `*` for everything, or an ARN whose parts are compared one by one.
 * Wildcards do not cross the first five colons; in the sixth part they cross `/` and `:`.
 *
 * @throws EvaluationError `InvalidDocument` when it is no such pattern
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function compileResource(source: string, variables: boolean): ResourceMatcher {
  if (source === "*") return () => true;
  const pattern = parseArn(source);
  if (pattern === undefined) throw invalid(source, "expected `*` or an ARN of six parts");
  const head = source.slice(0, pattern.start);
  if (/[*?]/.test(head.split(":")[2] ?? "")) throw invalid(source, "expected no wildcard in the service");
  if (variables && head.includes("${")) throw invalid(source, "expected no variable before the fifth colon");
  const headMatches = compileHead(head);
  const matches = compilePattern(source.slice(pattern.start), { wildcards: true, variables });
  return (arn, context) => {
    // What follows the head tells patterns apart more often, so it is asked first.
    const matched = matches(arn.text, context, arn.start);
    return matched !== false && headMatches(arn) ? matched : false;
  };
}

/** A head has five colons in any case, so stars for its last parts, the usual ones, need no look. */
function compileHead(head: string): (arn: Arn) => boolean {
  const prefix = head.replace(/(?:\*:)+$/, "");
  if (!/[*?]/.test(prefix)) return ({ text }) => text.startsWith(prefix);
  const matches = compileWildcards(head);
  return ({ text, start }) => matches(text.slice(0, start));
}

function invalid(source: string, expected: string): EvaluationError {
  return new EvaluationError("InvalidDocument", `${expected}, came \`${source}\``);
}
