/** Which requests there are to ask about, as languages of method ARNs. */
import { type Binding, type Contract, HTTP_METHODS, type HttpMethod, type Operation } from "@lychgate/policy";
import {
  apiLanguage,
  literalBeginning,
  literalTokens,
  type Machine,
  machineOf,
  type RouteLanguage,
  routeTokens,
  type Taken,
  type Token,
  wildcardTokens,
} from "@lychgate/policy/language";
import { isClaimSymbol } from "../claim-symbol.ts";
import { SAMPLE_BINDING } from "./binding.ts";

/** A set of requests with one verb, as the ends of their ARNs. */
export interface Region {
  readonly method: HttpMethod;
  /** The operation that serves them; missing where nobody asks what is served. */
  readonly operation?: Operation;
  /** They are those of another region with a trailing slash, which routing ignores. */
  readonly isOtherSpelling?: true;
  /** What all of them begin with. */
  readonly literal: string;
  /** The only one, where there is just one. */
  readonly text?: string;
  readonly machine: Machine;
  /** What looks like one of them and is served by another operation. */
  readonly taken: readonly { machine: Machine; unless: readonly Machine[] }[];
}

/** Requests to ask about; made by one of the functions of this file. */
export interface RequestSpace {
  /** What the ARN of each begins with, before what the regions describe. */
  readonly prefix: string;
  readonly regions: readonly Region[];
}

const ofContracts = new WeakMap<Contract, Map<string, RequestSpace>>();

/** What API Gateway routes to the operations of a contract (those that `only` picks), at one stage. */
export function contractSpace(
  contract: Contract,
  { prefix }: Binding,
  only?: (operation: Operation) => boolean,
): RequestSpace {
  const spaces = ofContracts.get(contract) ?? new Map<string, RequestSpace>();
  ofContracts.set(contract, spaces);
  const whole = spaces.get(prefix) ?? { prefix, regions: servedBy(contract) };
  spaces.set(prefix, whole);
  if (!only) return whole;
  return { prefix, regions: whole.regions.filter(({ operation }) => operation && only(operation)) };
}

/** The usual spellings stand first, for they make better witnesses. */
function servedBy(contract: Contract): Region[] {
  const regions = apiLanguage(contract).flatMap(regionsOfRoute);
  return regions.sort((a, b) => Number(a.isOtherSpelling ?? false) - Number(b.isOtherSpelling ?? false));
}

/**
 * The spelling with a trailing slash is a region of its own: it is the same route, and another text for a
 * pattern. What a greedy parameter serves has both spellings in it.
 */
function regionsOfRoute(route: RouteLanguage): Region[] {
  const { operation, plain, taken } = route;
  const slash: Token = { kind: "char", char: "/" };
  const isGreedy = operation.segments.at(-1)?.kind === "greedy";
  const usual = { ...regionOf(operation.method, plain, taken), operation };
  if (isGreedy) return [usual];
  const other = regionOf(operation.method, [...plain, slash], taken);
  return [usual, { ...other, operation, isOtherSpelling: true }];
}

/** Every verb and path at one stage, served or not. Paths without empty segments stand first, for they read better. */
export function anyPathSpace({ prefix }: Binding): RequestSpace {
  return {
    prefix,
    regions: [...tidyRegions([]), ...HTTP_METHODS.map((method) => regionOf(method, anyPath(method)))],
  };
}

function tidyRegions(before: readonly Token[]): Region[] {
  const untidy: Taken = { tokens: wildcardTokens("*//*"), unless: [] };
  return HTTP_METHODS.map((method) => regionOf(method, [...before, ...anyPath(method)], [untidy]));
}

const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];

/**
 * Every execute-api ARN, of whatever region, account, API and stage: for documents that nobody binds. Those
 * of a usual stage stand first, for they make better witnesses.
 */
export function anyArnSpace(): RequestSpace {
  const prefix = "arn:";
  const sample = literalTokens(SAMPLE_BINDING.prefix.slice(prefix.length));
  const others = PARTITIONS.flatMap((partition) =>
    HTTP_METHODS.map((method) => regionOf(method, [...anyStage(partition), ...anyPath(method)])),
  );
  return { prefix, regions: [...tidyRegions(sample), ...others] };
}

function anyPath(method: HttpMethod): Token[] {
  return [...routeTokens(method, []), { kind: "anyRun" }];
}

function anyStage(partition: string): Token[] {
  const name: Token[] = [
    { kind: "noneOf", chars: NOT_IN_NAMES },
    { kind: "noneOfRun", chars: NOT_IN_NAMES },
  ];
  const parts = [`${partition}:execute-api:`, ":", ":", "/", "/"];
  return parts.flatMap((text, index) => [...literalTokens(text), ...(index < 4 ? name : [])]);
}

/** Regions, accounts, APIs and stages have names of letters, digits, `-` and `_`; HTTP APIs have a stage `$default`. */
const NOT_IN_NAMES = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index))
  .filter((char) => !/[A-Za-z0-9_$-]/.test(char))
  .join("");

/** A path is sent as visible ASCII, in which `?` and `#` end it; in proofs a caller's own claims stand in it too. @see https://www.rfc-editor.org/rfc/rfc3986#section-3.3 */
export function isPathCharacter(char: string): boolean {
  if (isClaimSymbol(char)) return true;
  return char >= "!" && char <= "~" && char.length === 1 && char !== "?" && char !== "#";
}

function regionOf(method: HttpMethod, tokens: readonly Token[], taken: readonly Taken[] = []): Region {
  const literal = literalBeginning(tokens);
  return {
    method,
    literal,
    ...(literal.length === tokens.length ? { text: literal } : {}),
    machine: machineOf(tokens),
    taken: taken.map((each) => ({
      machine: machineOf(each.tokens),
      unless: each.unless.map((sequence) => machineOf(sequence)),
    })),
  };
}
