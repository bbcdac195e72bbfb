/** The routes of the contract that the Resources of a statement mean. */
import { matchesPattern } from "@lychgate/evaluation";
import {
  type Contract,
  HTTP_METHODS,
  type HttpMethod,
  namedOperations,
  type Operation,
} from "@lychgate/policy";
import { type RouteSpellings, spellingsOf } from "../authoring/route-spelling.ts";
import { isOpen, type ResourceForm } from "./resource-form.ts";

/** Finds the routes for forms of Resources. */
export interface RouteFinder {
  contract: Contract;
  spellings: RouteSpellings;
}

export function routeFinder(contract: Contract): RouteFinder {
  return { contract, spellings: spellingsOf(contract) };
}

export interface MeantRoutes {
  routes: readonly string[];
  /** What no route says. */
  rest: readonly ResourceForm[];
}

/** Forms that differ in their verb alone. */
interface SamePath {
  path: readonly string[] | undefined;
  methods: Set<HttpMethod>;
  forms: ResourceForm[];
}

/**
 * Finds the routes that a statement means.
 * @param guards what the compiler took back from the statement, as `VERB/path` with wildcards
 */
export function meantRoutes(
  { forms, guards, isDeny }: { forms: readonly ResourceForm[]; guards: readonly string[]; isDeny: boolean },
  finder: RouteFinder,
): MeantRoutes {
  const paths = [...byPath(forms.filter(isOpen)).values()];
  const needed = isDeny ? paths.filter((each) => !isOtherSpelling(each, paths)) : paths;
  const rest = forms.filter((form) => !isOpen(form));
  const routes: string[] = [];
  for (const { path, methods, forms: same } of needed) {
    const verbs = methods.size === HTTP_METHODS.length ? ["ANY"] : [...methods];
    const found = verbs.map((verb) => routesAt(verb, path, guards, finder));
    if (found.includes(undefined)) rest.push(...same);
    else routes.push(...found.flatMap((each) => each ?? []));
  }
  return { routes: [...new Set(routes)], rest };
}

function byPath(forms: readonly ResourceForm[]): Map<string, SamePath> {
  const paths = new Map<string, SamePath>();
  for (const form of forms) {
    const key = form.path === undefined ? "" : `/${form.path.join("/")}`;
    const same = paths.get(key) ?? { path: form.path, methods: new Set(), forms: [] };
    for (const method of form.methods) same.methods.add(method);
    same.forms.push(form);
    paths.set(key, same);
  }
  return paths;
}

/** A route that is denied is denied with a trailing slash too, so that spelling needs no route of its own. */
function isOtherSpelling({ path = [], methods }: SamePath, paths: readonly SamePath[]): boolean {
  if (path.length < 2 || path.at(-1) !== "") return false;
  const plain = path.slice(0, -1).join("/");
  const same = paths.find((each) => each.path?.join("/") === plain);
  return same !== undefined && [...methods].every((method) => same.methods.has(method));
}

/** The routes of a verb and a path; `undefined` when the contract has none. */
function routesAt(
  verb: string,
  path: readonly string[] | undefined,
  guards: readonly string[],
  finder: RouteFinder,
): string[] | undefined {
  const { spellings } = finder;
  const [last, ...before] = [...(path ?? ["*"])].reverse();
  const head = before.reverse();
  if (last !== "*") return known(spellings.get(`${verb} /${[...head, last].join("/")}`));
  const one = spellings.get(`${verb} /${[...head, "*"].join("/")}`);
  const below = spellings.get(`${verb} /${[...head, "**"].join("/")}`);
  // The root has nothing above it that a module would have to name.
  const root = head.length === 0 ? known(spellings.get(`${verb} /`)) : undefined;
  const chosen = known(narrowest(one, below, guards, finder.contract));
  return chosen || root ? [...(root ?? []), ...(chosen ?? [])] : undefined;
}

function known(route: string | undefined): string[] | undefined {
  return route === undefined ? undefined : [route];
}

/** A star names the one operation that it covers; where it covers more, all that is below. */
function narrowest(
  one: string | undefined,
  below: string | undefined,
  guards: readonly string[],
  contract: Contract,
): string | undefined {
  if (one === undefined || below === undefined) return below;
  const single = namedOperations(one, contract);
  const deeper = namedOperations(below, contract).filter((operation) => !single.includes(operation));
  const isGuarded = deeper.some((operation) =>
    guards.some((guard) => matchesPattern(guard, sampleOf(operation))),
  );
  return deeper.length === 0 || isGuarded ? one : below;
}

function sampleOf({ method, template }: Operation): string {
  return method + template.replace(/\{[^{}]{1,130}\}/g, "x");
}
