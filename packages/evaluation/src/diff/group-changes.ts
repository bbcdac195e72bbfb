/** What the members of one group gain and lose by a change of its policy, or of the contract. */
import type { Binding } from "@lychgate/policy";
import { withClaimNames } from "../claim-symbol.ts";
import { bindingsOf, compareByRoute, type RouteDifference, type Witness } from "../proof/index.ts";
import type { DiffChange, DiffWitness, GroupPolicyVersion } from "./report.ts";
import type { RouteScope } from "./route-scope.ts";
import { type BoundVersion, boundVersion, confirm, hasStatement, placeOf, sidsOf } from "./version.ts";

/** A group's policy before and after; at least one of both is there. */
export interface GroupVersions {
  group: string;
  base?: GroupPolicyVersion;
  head?: GroupPolicyVersion;
}

/** What stands for a route where every path was compared. */
const ANY_PATH = "/**";

/**
 * Compares what a group may do on every route.
 * @throws EvaluationError `Undecidable`, `TooLarge`
 */
export function groupChanges(versions: GroupVersions, scopes: readonly RouteScope[]): DiffChange[] {
  const isSame = versions.base?.revision === versions.head?.revision;
  const differing = scopes.filter(({ presence }) => !(isSame && presence === "kept"));
  if (differing.length === 0) return [];
  const documents = [versions.base, versions.head].flatMap((policy) => (policy ? [policy.document] : []));
  const found = bindingsOf(documents).flatMap((binding, index) => {
    const bound = {
      base: boundVersion(versions.base, binding),
      head: boundVersion(versions.head, binding),
      nobody: boundVersion(undefined, binding),
    };
    return differing.flatMap((scope) => changesAt({ versions, binding, bound, scope, isSpecial: index > 0 }));
  });
  return withoutRepeated(found);
}

interface Comparison {
  versions: GroupVersions;
  binding: Binding;
  bound: Readonly<Record<"base" | "head" | "nobody", BoundVersion>>;
  scope: RouteScope;
  /** The binding is of an API or a stage that a document names. */
  isSpecial: boolean;
}

function changesAt(comparison: Comparison): DiffChange[] {
  const { bound, binding, scope } = comparison;
  const base = scope.presence === "added" ? bound.nobody : bound.base;
  const head = scope.presence === "removed" ? bound.nobody : bound.head;
  if (!base.policy && !head.policy) return [];
  return compareByRoute(base.access, head.access, scope.spaceAt(binding)).map((difference) =>
    changeOf(comparison, difference, base, head),
  );
}

function changeOf(
  { versions, scope, isSpecial }: Comparison,
  difference: RouteDifference,
  base: BoundVersion,
  head: BoundVersion,
): DiffChange {
  const { method, operation, change, onlyTrailingSlash, gained, lost } = difference;
  const witness = gained ?? lost;
  if (!witness) throw new Error(`a difference on \`${method}\` without a witness`);
  const sids = responsibleFor(difference, base, head);
  const { request } = witness;
  const reason = reasonOf(versions, scope);
  return {
    group: versions.group,
    route: operation?.template ?? ANY_PATH,
    method,
    change,
    ...(onlyTrailingSlash ? { onlyTrailingSlash } : {}),
    witness: diffWitness(witness, isSpecial),
    ...(gained && lost
      ? { gainedWitness: diffWitness(gained, isSpecial), lostWitness: diffWitness(lost, isSpecial) }
      : {}),
    sids,
    ...placeOf(sids, versions.base, versions.head),
    ...(operation?.sensitive ? { sensitive: true } : {}),
    before: base.verdictOn(request).decision,
    after: head.verdictOn(request).decision,
    terms: { before: base.termsOn(request), after: head.termsOn(request) },
    ...(reason ? { reason } : {}),
  };
}

function reasonOf({ base, head }: GroupVersions, { presence }: RouteScope): DiffChange["reason"] {
  if (presence !== "kept") return `route ${presence}`;
  if (!base) return "group added";
  return head ? undefined : "group removed";
}

export function diffWitness({ method, path, context, request }: Witness, isSpecial: boolean): DiffWitness {
  return { method, path, context, ...(isSpecial ? { methodArn: withClaimNames(request.methodArn) } : {}) };
}

/** The statements for which the witnesses are decided otherwise than before: the changed ones come first. */
function responsibleFor({ gained, lost }: RouteDifference, base: BoundVersion, head: BoundVersion): string[] {
  const sids: string[] = [];
  if (gained) {
    const { changed, kept, denying } = responsible(gained, base, head);
    sids.push(...changed, ...denying, ...kept);
  }
  if (lost) {
    const { changed, denying } = responsible(lost, head, base);
    sids.push(...changed, ...denying);
  }
  return [...new Set(sids)];
}

interface Responsible {
  /** Statements that let the witness in, and are not in the other version word for word. */
  changed: string[];
  /** Statements that let it in, and would in the other version. */
  kept: string[];
  /** Statements of the other version that shut it out. */
  denying: string[];
}

function responsible(witness: Witness, refusing: BoundVersion, allowing: BoundVersion): Responsible {
  const [refused, allowed] = [refusing.verdictOn(witness.request), allowing.verdictOn(witness.request)];
  confirm(allowed.decision === "allowed" && refused.decision !== "allowed", witness);
  const statements = allowing.policy?.document.Statement ?? [];
  const isKept = (sid: string) =>
    statements.some((statement) => statement.Sid === sid && hasStatement(refusing.policy, statement));
  const letting = sidsOf(allowed);
  return {
    changed: letting.filter((sid) => !isKept(sid)),
    kept: letting.filter(isKept),
    denying: refused.decision === "explicitDeny" ? sidsOf(refused) : [],
  };
}

/** What holds for a stage of no special name, and for one that is named too, is said once. */
export function withoutRepeated(changes: readonly DiffChange[]): DiffChange[] {
  const first = new Map<string, DiffChange>();
  for (const change of changes) {
    const { group, with: by, method, route, onlyTrailingSlash } = change;
    const key = JSON.stringify([group, by, method, route, change.change, onlyTrailingSlash]);
    if (!first.has(key)) first.set(key, change);
  }
  return [...first.values()];
}
