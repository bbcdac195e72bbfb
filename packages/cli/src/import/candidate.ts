/** Policies that may say what a document says; which of them do has to be proved. */
import {
  type CanonicalDocument,
  type CanonicalStatement,
  isGuard,
  PolicyError,
  UNBOUND_PREFIX,
  type UncheckedGroupPolicy,
  type UncheckedStatement,
  unguardedSid,
} from "@lychgate/policy";
import { cleanSid, distinct, sidFor } from "../authoring/sid.ts";
import { meantRoutes, type RouteFinder } from "./meant-routes.ts";
import { moduleCondition } from "./module-condition.ts";
import { formOf, type ResourceForm, resourcesOf } from "./resource-form.ts";

/** A statement of the document, read. */
export interface Draft {
  statement: CanonicalStatement;
  forms: readonly ResourceForm[];
  /** What the compiler took back from it, when it was compiled from a module. */
  guard: CanonicalStatement | undefined;
}

/**
 * Reads the statements of a document.
 * @throws PolicyError for what no module says, with the statement
 */
export function draftsOf({ Statement }: CanonicalDocument): Draft[] {
  const owners = new Set(Statement.filter(({ Effect }) => Effect === "Allow").map(({ Sid }) => Sid));
  const isOwned = (each: CanonicalStatement) => isGuard(each) && owners.has(unguardedSid(each.Sid ?? ""));
  const guards = new Map(Statement.filter(isOwned).map((guard) => [unguardedSid(guard.Sid ?? ""), guard]));
  return Statement.filter((statement) => !isOwned(statement)).map((statement, index) => {
    const guard = statement.Effect === "Allow" ? guards.get(statement.Sid ?? "") : undefined;
    return { statement, forms: formsOf(statement, index), guard };
  });
}

function formsOf(statement: CanonicalStatement, index: number): ResourceForm[] {
  const name = `statement \`${statement.Sid ?? index + 1}\``;
  const set = Object.keys(statement.Condition ?? {}).find((operator) => operator.includes(":"));
  if (statement.NotAction) throw cannotSay(name, "a module names what it is about; it has no `NotAction`");
  if (statement.NotResource)
    throw cannotSay(name, "a module names what it is about; it has no `NotResource`");
  if (set) throw cannotSay(name, `every key has one value here, so a module has no \`${set}\``);
  return (statement.Resource ?? []).map((resource) => {
    try {
      return formOf(resource);
    } catch (error) {
      throw error instanceof PolicyError ? cannotSay(name, error.message, error) : error;
    }
  });
}

function cannotSay(name: string, why: string, cause?: unknown): PolicyError {
  return new PolicyError("NotExact", `${name}: ${why}`, { cause });
}

/** How a statement is written: by routes as far as there are any, or by ARNs alone. */
export type Writing = "routes" | "resources";

/** Writes the drafts as the statements of a module. */
export function policyOf(
  described: Omit<UncheckedGroupPolicy, "statements">,
  drafts: readonly Draft[],
  writingOf: (draft: Draft) => Writing,
  finder: RouteFinder,
): UncheckedGroupPolicy {
  const statements = drafts.flatMap((draft) =>
    writingOf(draft) === "routes" ? byRoutes(draft, finder) : byResources(draft),
  );
  const sids = distinct(statements.map(({ sid }) => sid));
  return {
    ...described,
    statements: statements.map((each, index) => ({ ...each, sid: sids[index] ?? "" })),
  };
}

function byRoutes(draft: Draft, finder: RouteFinder): UncheckedStatement[] {
  const { statement, forms, guard } = draft;
  const guards = (guard?.Resource ?? []).map((resource) => resource.slice(UNBOUND_PREFIX.length));
  const { routes, rest } = meantRoutes({ forms, guards, isDeny: statement.Effect === "Deny" }, finder);
  if (routes.length === 0) return byResources(draft);
  const named = written(statement, routes[0] ?? "", { routes: [...routes] });
  return rest.length === 0 ? [named] : [named, ...byResources({ ...draft, forms: rest, guard: undefined })];
}

/** What was the compiler's becomes a Deny of the author's. */
function byResources({ statement, forms, guard }: Draft): UncheckedStatement[] {
  const resources = [...new Set(forms.flatMap(resourcesOf))];
  const allowed = written(statement, resources[0]?.split("/").slice(2).join("/") ?? "", { resources });
  if (!guard) return [allowed];
  return [allowed, { sid: `${allowed.sid}Except`, effect: "Deny", resources: guard.Resource ?? [] }];
}

function written(
  { Sid = "", Effect, Condition }: CanonicalStatement,
  names: string,
  what: { routes: string[] } | { resources: string[] },
): UncheckedStatement {
  const sid = cleanSid(Sid) || sidFor(names);
  return { sid, effect: Effect, ...what, ...(Condition && { condition: moduleCondition(Condition) }) };
}
