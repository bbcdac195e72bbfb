/**
 * Text of a policy that may hold wildcards and policy variables.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import { claimValueOf, isClaimKey } from "./claim-value.ts";
import { type ContextScalar, lookUp, type RequestContext } from "./context.ts";
import { EvaluationError } from "./errors.ts";
import { codeUnits, compileLiteral, compileWildcards, type Glob, globMatches, parseGlob } from "./glob.ts";

/** What a part of a policy may hold beside literal text. */
export interface PatternOptions {
  wildcards: boolean;
  /** `${key}`; only documents of Version 2012-10-17 have variables. */
  variables: boolean;
  ignoreCase?: boolean;
}

/** `undefined`: a variable of the pattern has no value in this request. */
export type Comparison = boolean | undefined;

/** Compares the text from `from` on. */
export type TextMatcher = (text: string, context: RequestContext, from?: number) => Comparison;

interface Variable {
  key: string;
  fallback?: string;
}

/** A glob in which variables still stand for their values. */
export type Template = readonly (number | Variable)[];

/**
 * Makes a matcher for one pattern.
 * @throws EvaluationError `InvalidDocument` when a variable is not well-formed
 */
export function compilePattern(source: string, options: PatternOptions): TextMatcher {
  const fold = options.ignoreCase ? (text: string) => text.toLowerCase() : (text: string) => text;
  if (!options.variables || !source.includes("${")) {
    const matches = options.wildcards ? compileWildcards(fold(source)) : compileLiteral(fold(source));
    return options.ignoreCase ? (text) => matches(fold(text)) : (text, _, from) => matches(text, from);
  }
  const template = parsePattern(fold(source), options);
  return (text, context, from) => {
    const glob = resolve(template, context, fold);
    return glob && globMatches(glob, fold(text), from);
  };
}

/**
 * Reads a pattern.
 * @throws EvaluationError `InvalidDocument` when a variable is not well-formed
 */
export function parsePattern(source: string, options: PatternOptions): Template {
  const template: (number | Variable)[] = [];
  let at = 0;
  while (at < source.length) {
    const start = options.variables ? source.indexOf("${", at) : -1;
    const text = source.slice(at, start === -1 ? source.length : start);
    for (const token of options.wildcards ? parseGlob(text) : codeUnits(text)) template.push(token);
    if (start === -1) break;
    const { token, end } = parseVariable(source, start);
    template.push(token);
    at = end;
  }
  return template;
}

/** A template without variables is a glob as it stands. */
export function isGlob(template: Template): template is Glob {
  return template.every((token) => typeof token === "number");
}

/** Puts values in the place of variables, each as literal text; `undefined` when one has no value. */
export function resolve(
  template: Template,
  context: RequestContext,
  fold: (text: string) => string = (text) => text,
): Glob | undefined {
  const glob: number[] = [];
  for (const token of template) {
    if (typeof token === "number") {
      glob.push(token);
      continue;
    }
    const value = valueFor(token, context);
    if (value === undefined) return undefined;
    for (const unit of codeUnits(fold(String(value)))) glob.push(unit);
  }
  return glob;
}

/** A multivalued key cannot be a variable, and its default does not stand in for it. */
function valueFor(variable: Variable, context: RequestContext): ContextScalar | undefined {
  if (isClaimKey(variable.key)) return claimValueOf(variable.key, context);
  const value = lookUp(context, variable.key);
  if (value === undefined) return variable.fallback;
  return typeof value === "object" ? undefined : value;
}

const ESCAPES = new Set(["*", "?", "$"]);

const VARIABLE_KEY = /^[A-Za-z][A-Za-z0-9:/_.+=@-]*$/;

function parseVariable(source: string, start: number): { token: number | Variable; end: number } {
  const brace = source.indexOf("}", start);
  const comma = source.indexOf(",", start);
  if (brace === -1) throw new EvaluationError("InvalidDocument", "expected a `}` after `${`");
  if (comma !== -1 && comma < brace) return parseDefault(source, start, comma);
  const key = source.slice(start + 2, brace);
  const token = ESCAPES.has(key) ? key.charCodeAt(0) : { key: checkedKey(key) };
  return { token, end: brace + 1 };
}

function parseDefault(source: string, start: number, comma: number): { token: Variable; end: number } {
  const quote = source.slice(comma + 1).search(/[^ ]/) + comma + 1;
  const close = source.indexOf("'", quote + 1);
  if (source.charAt(quote) !== "'" || close === -1 || source.charAt(close + 1) !== "}") {
    throw new EvaluationError(
      "InvalidDocument",
      "expected a variable's default in single quotes before its `}`",
    );
  }
  const key = checkedKey(source.slice(start + 2, comma));
  return { token: { key, fallback: source.slice(quote + 1, close) }, end: close + 2 };
}

function checkedKey(key: string): string {
  if (VARIABLE_KEY.test(key)) return key;
  throw new EvaluationError(
    "InvalidDocument",
    `expected the name of a condition key as variable, came \`${key}\``,
  );
}
