/** What a Resource seems to name, to a reader for whom a star ends at the next slash. */
import {
  type Binding,
  HTTP_METHODS,
  type HttpMethod,
  isHttpMethod,
  parseExecuteApiArn,
} from "@lychgate/policy";
import { matchesPattern } from "../glob.ts";

/** A Resource taken apart at its slashes. */
export interface ResourceShape {
  /** An API and stage that it names. */
  home: Binding;
  /** The same API at a stage that it does not name, where it names one. */
  away: Binding | undefined;
  /** What stands in the place of the verb. */
  verb: string;
  path: readonly string[];
}

const ELSEWHERE = "another-stage";

/**
 * Takes a Resource apart; `undefined` for one whose wildcards cannot mislead: none but a last `/*`, or no verb.
 * One with a policy variable is undecidable, and named as such.
 */
export function shapeOf(resource: string): ResourceShape | undefined {
  const arn = parseExecuteApiArn(resource);
  if (arn === undefined || arn.resource.includes("${")) return undefined;
  if (!/[*?]/.test(arn.resource.replace(/\/\*$/, ""))) return undefined;
  const [api = "", stage, verb, ...path] = arn.resource.split("/");
  if (stage === undefined || verb === undefined) return undefined;
  const partition = concrete(arn.partition, "aws");
  const region = concrete(arn.region, "eu-west-1");
  const before = `arn:${partition}:execute-api:${region}:${concrete(arn.account, "111122223333")}`;
  const bindingAt = (name: string) => ({ prefix: `${before}:${concrete(api, "abcdef1234")}/${name}/` });
  const away = matchesPattern(stage, ELSEWHERE) ? undefined : bindingAt(ELSEWHERE);
  return { home: bindingAt(concrete(stage, "dev")), away, verb, path };
}

/** A text that a wildcard pattern matches, without a slash. */
function concrete(pattern: string, whole: string): string {
  return pattern === "*" ? whole : pattern.replaceAll("*", "").replaceAll("?", "x") || whole;
}

/** Verb and path as they stand, with every star inside the path held to its segment. */
export function heldToSegments({ verb, path }: ResourceShape): { pattern: string; crossing: string[] } {
  const pattern = [verb, ...path].join("/");
  const inPath = verb.length + 1;
  const stars = [...pattern.matchAll(/\*/g)].map(({ index }) => index);
  const inside = stars.filter((index) => index >= inPath && index !== pattern.length - 1);
  return { pattern, crossing: inside.map((index) => spliced(pattern, index, "*/*")) };
}

/** Patterns with each verb spelled out that the Resource's own can mean. */
export function verbsSpelledOut({ verb, path }: ResourceShape): string[] {
  return verbsOf(verb).map((method) => [method, ...path].join("/"));
}

export function verbsOf(verb: string): HttpMethod[] {
  return isHttpMethod(verb) ? [verb] : HTTP_METHODS.filter((method) => matchesPattern(verb, method));
}

/** The places of stars in the path that stand behind a letter of their segment. */
export function starsWithoutSeparator({ verb, path }: ResourceShape): number[] {
  const pattern = [verb, ...path].join("/");
  const inPath = verb.length + 1;
  return [...pattern.matchAll(/[^/*?]\*/g)].map(({ index }) => index + 1).filter((index) => index >= inPath);
}

/** A pattern with something else in the place of one character. */
export function spliced(pattern: string, index: number, text: string): string {
  return pattern.slice(0, index) + text + pattern.slice(index + 1);
}
