/**
 * ARNs, taken apart at their fifth colon.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
import type { Glob } from "./glob.ts";

/**
 * An ARN in two parts, the first with its fifth colon at the end. The heads of a request's ARN and of a
 * pattern have five colons each, so that each colon of the one has to stand for one of the other: no
 * wildcard can cross a colon there, and to match the heads as a whole is to match partition, service,
 * region and account one by one.
 */
export interface Arn {
  text: string;
  /** Where the sixth part begins, which may hold colons and slashes. */
  start: number;
}

/** Takes an ARN apart; `undefined` when the text is none. Wildcards are text like any other. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith("arn:")) return undefined;
  let start = 4;
  for (let colons = 1; colons < 5; colons++) {
    start = text.indexOf(":", start) + 1;
    if (start === 0) return undefined;
  }
  return { text, start };
}

const COLON = 58;

/** Takes the glob of an ARN apart; `undefined` when it has too few colons. */
export function splitArnGlob(glob: Glob): { head: Glob; resource: Glob } | undefined {
  let end = 0;
  for (let colons = 0; colons < 5; colons++) {
    end = glob.indexOf(COLON, end) + 1;
    if (end === 0) return undefined;
  }
  return { head: glob.slice(0, end), resource: glob.slice(end) };
}
