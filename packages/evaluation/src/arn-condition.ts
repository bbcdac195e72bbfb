import { parseArn, splitArnGlob } from "./arn.ts";
import { type Glob, globMatches } from "./glob.ts";
import { isGlob, parsePattern, resolve, type TextMatcher } from "./pattern.ts";

/**
 * Makes a matcher for one value of `ArnLike` and its kin: six parts compared one by one, each with
 * wildcards. Variables are put in first, so that one may stand for a whole ARN. What is no ARN, be it the
 * policy's value or the request's, matches nothing.
 *
 * @throws EvaluationError `InvalidDocument` when a variable is not well-formed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function compileArnCondition(source: string, variables: boolean): TextMatcher {
  const template = parsePattern(source, { wildcards: true, variables });
  if (isGlob(template)) return arnMatcher(template);
  return (text, context) => {
    const glob = resolve(template, context);
    return glob && arnMatcher(glob)(text);
  };
}

function arnMatcher(glob: Glob): (text: string) => boolean {
  const pattern = splitArnGlob(glob);
  if (pattern === undefined) return () => false;
  return (text) => {
    const arn = parseArn(text);
    if (arn === undefined || !globMatches(pattern.head, text.slice(0, arn.start))) return false;
    return globMatches(pattern.resource, text, arn.start);
  };
}
