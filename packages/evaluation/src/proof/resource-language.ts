/** `Resource` patterns as sets of ARNs. */
import { literalTokens, type Token } from "@lychgate/policy/language";
import { parseArn } from "../arn.ts";
import { withClaimSymbols } from "../claim-symbol.ts";
import { type Glob, ONE, STAR } from "../glob.ts";
import { isGlob, parsePattern } from "../pattern.ts";

/**
 * The ARNs that a pattern matches; `undefined` when a policy variable stands in it, whose value is not known. A
 * placeholder for a claim is the caller's own value. Wildcards do not cross the first five colons.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourceTokens(pattern: string, variables: boolean): Token[] | undefined {
  if (pattern === "*") return [{ kind: "anyRun" }];
  const start = parseArn(pattern)?.start ?? 0;
  const written = pattern.slice(start);
  const tail = parsePattern(variables ? withClaimSymbols(written) : written, { wildcards: true, variables });
  return isGlob(tail) ? [...headTokens(pattern.slice(0, start)), ...globTokens(tail)] : undefined;
}

function headTokens(head: string): Token[] {
  return Array.from(head, (char): Token => {
    if (char === "*") return { kind: "noneOfRun", chars: ":" };
    if (char === "?") return { kind: "noneOf", chars: ":" };
    return { kind: "char", char };
  });
}

/** A pattern that has been read: its code units become characters again. */
export function globTokens(glob: Glob): Token[] {
  const tokens: Token[] = [];
  let units: number[] = [];
  const flush = () => {
    tokens.push(...literalTokens(String.fromCharCode(...units)));
    units = [];
  };
  for (const token of glob) {
    if (token !== STAR && token !== ONE) {
      units.push(token);
      continue;
    }
    flush();
    tokens.push(token === STAR ? { kind: "anyRun" } : { kind: "any" });
  }
  flush();
  return tokens;
}
