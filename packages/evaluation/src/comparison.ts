/**
 * How the families of condition operators compare a request's value with the values of a policy. Each
 * reads the policy's values once and answers whether any of them equals, or is in order with, the request's.
 *
 * A request's value that is not of the operator's type (an address that is none) is equal to none of the
 * policy's values. So a positive operator does not hold for it, and a negated one does: AWS says of
 * `NotIpAddress` that it holds for "all addresses except the specified" and names no third outcome.
 */
import {
  type IpAddress,
  type IpNetwork,
  networkContains,
  parseDate,
  parseIp,
  parseNetwork,
} from "@lychgate/policy";
import { compileArnCondition } from "./arn-condition.ts";
import type { ContextScalar, RequestContext } from "./context.ts";
import { EvaluationError } from "./errors.ts";
import { type Comparison, compilePattern, isGlob, parsePattern, type TextMatcher } from "./pattern.ts";

export type ValueMatcher = (value: ContextScalar, context: RequestContext) => Comparison;

/**
 * Reads a policy's values; `variables` says whether its Version knows policy variables.
 * @throws EvaluationError `InvalidDocument` when a value is malformed
 */
export type CompileComparison = (values: readonly string[], variables: boolean) => ValueMatcher;

export function compareText(options: { wildcards: boolean; ignoreCase?: boolean }): CompileComparison {
  return (values, variables) => {
    const matchers = values.map((value) => compilePattern(value, { ...options, variables }));
    return (value, context) => anyMatches(matchers, String(value), context);
  };
}

export const compareArn: CompileComparison = (values, variables) => {
  const matchers = values.map((value) => compileArnCondition(value, variables));
  return (value, context) => anyMatches(matchers, String(value), context);
};

export const compareBool: CompileComparison = (values, variables) => {
  for (const value of values) {
    const isLiteral = isGlob(parsePattern(value, { wildcards: false, variables }));
    if (isLiteral) parseBool(value);
  }
  return compareText({ wildcards: false, ignoreCase: true })(values, variables);
};

export function compareNumber(inOrder: (a: number, b: number) => boolean): CompileComparison {
  return ordered("a number", parseNumber, inOrder);
}

/** Dates may be given as ISO 8601 or as epoch seconds on either side. */
export function compareDate(inOrder: (a: number, b: number) => boolean): CompileComparison {
  return ordered("a date in ISO 8601 or epoch seconds", readDate, inOrder);
}

function ordered(
  expected: string,
  read: (value: ContextScalar) => number | undefined,
  inOrder: (a: number, b: number) => boolean,
): CompileComparison {
  return (values) => {
    const wanted = values.map((value) => read(value) ?? malformed(expected, value));
    return (value) => {
      const actual = read(value);
      if (actual === undefined) return false;
      for (const each of wanted) if (inOrder(actual, each)) return true;
      return false;
    };
  };
}

/** IPv4 and IPv6 never match one another; an IPv6 address matches in whatever form it is written. */
export const compareIp: CompileComparison = (values) => {
  const networks = values.map(
    (value) => parseNetwork(value) ?? malformed("an address or a CIDR block", value),
  );
  return (value) => {
    const address = typeof value === "string" ? parseIp(value) : undefined;
    return address !== undefined && anyContains(networks, address);
  };
};

function anyContains(networks: readonly IpNetwork[], address: IpAddress): boolean {
  for (const network of networks) if (networkContains(network, address)) return true;
  return false;
}

/** The policy's value is base64, the request's is the text itself, its bytes being those of UTF-8. */
export const compareBinary: CompileComparison = (values) => {
  const wanted = new Set(values.map(decodeBase64));
  return (value) => wanted.has(String(value));
};

function anyMatches(matchers: readonly TextMatcher[], text: string, context: RequestContext): Comparison {
  let outcome: Comparison = false;
  for (const matches of matchers) {
    const matched = matches(text, context);
    if (matched === true) return true;
    if (matched === undefined) outcome = undefined;
  }
  return outcome;
}

/** Reads `true` or `false`, without regard to case. @throws EvaluationError `InvalidDocument` on anything else */
export function parseBool(text: string): boolean {
  const folded = text.toLowerCase();
  if (folded !== "true" && folded !== "false") return malformed("`true` or `false`", text);
  return folded === "true";
}

const NUMBER = /^[+-]?\d{1,64}(?:\.\d{1,64})?$/;

function parseNumber(value: ContextScalar): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : undefined;
}

function readDate(value: ContextScalar): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value * 1000 : undefined;
  return typeof value === "string" ? parseDate(value) : undefined;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Bytes that are not UTF-8 are no text, so that no request can equal them. */
function decodeBase64(text: string): string | undefined {
  if (!BASE64.test(text)) return malformed("base64", text);
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function malformed(expected: string, value: string): never {
  throw new EvaluationError("InvalidDocument", `expected ${expected}, came \`${value}\``);
}
