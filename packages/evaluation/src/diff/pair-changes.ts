/**
 * What members of two groups gain and lose by a Deny of one of them. A Deny takes away from whoever is in its
 * group what any other group lets them do; comparing each group alone does not show that.
 */
import {
  type Binding,
  type CanonicalDocument,
  type CanonicalStatement,
  isGuard,
  type Operation,
} from "@lychgate/policy";
import { boundDocument } from "../bound-document.ts";
import { bindingsOf, type Witness } from "../proof/index.ts";
import { diffWitness, type GroupVersions, withoutRepeated } from "./group-changes.ts";
import { createPairAnswers, type PairAnswer, type PairQuestion } from "./pair-question.ts";
import type { DiffChange, GroupPolicyVersion } from "./report.ts";
import type { RouteScope } from "./route-scope.ts";
import {
  type Beginning,
  beginningOfRoute,
  beginningsOf,
  createSlicer,
  mayMeet,
  mayReach,
  type Slice,
  type Slicer,
} from "./slice.ts";
import { confirm, type Decisions, decisionsOf, hasStatement, placeOf } from "./version.ts";

/** A group that has a policy before and after. */
type Lasting = Required<GroupVersions>;

/** A group and those of its Deny statements that may be in force for others before and not after, or the reverse. */
interface Denying {
  versions: GroupVersions;
  statements: readonly CanonicalStatement[];
}

/**
 * For each group with a Deny and each other group: the requests that the other group alone allows before and
 * after, and that members of both could make and no longer can, or the reverse. Either the Deny changed, or it
 * is a guard and the other group no longer grants, or newly grants, what makes it give way.
 *
 * @throws EvaluationError `Undecidable`, `TooLarge`
 */
export function pairChanges(groups: readonly GroupVersions[], scope: RouteScope): DiffChange[] {
  const denying = groups.map(denyingIn).filter(({ statements }) => statements.length > 0);
  if (denying.length === 0) return [];
  const documents = groups.flatMap(({ base, head }) => [base, head].flatMap((each) => each?.document ?? []));
  const lasting = groups.filter(isLasting);
  const found = bindingsOf(documents).flatMap((binding, index) =>
    changesAt({ binding, isSpecial: index > 0, scope, lasting }, denying),
  );
  return withoutRepeated(found);
}

function denyingIn(versions: GroupVersions): Denying {
  const { base, head } = versions;
  const gone = deniesOf(base).filter((statement) => !hasStatement(head, statement));
  const come = deniesOf(head).filter((statement) => isGuard(statement) || !hasStatement(base, statement));
  return { versions, statements: [...gone, ...come] };
}

function deniesOf(policy: GroupPolicyVersion | undefined): CanonicalStatement[] {
  return policy?.document.Statement.filter(({ Effect }) => Effect === "Deny") ?? [];
}

function isLasting(versions: GroupVersions): versions is Lasting {
  return versions.base !== undefined && versions.head !== undefined;
}

interface Surroundings {
  binding: Binding;
  isSpecial: boolean;
  scope: RouteScope;
  lasting: readonly Lasting[];
}

function changesAt(surroundings: Surroundings, denying: readonly Denying[]): DiffChange[] {
  const { binding, scope } = surroundings;
  const answersTo = createPairAnswers(binding, (operation) => scope.spaceAt(binding, operation));
  const confirmAlone = createConfirmation(binding);
  return questionsAbout(surroundings, denying).flatMap(({ by, group, ...question }) =>
    answersTo(question).map((answer) => {
      confirmAlone(group, answer.witness);
      return changeOf(answer, by, group, question.operation, surroundings.isSpecial);
    }),
  );
}

/** What a Deny of the group `by` may change on a route for members of both groups. */
interface PlacedQuestion extends PairQuestion {
  by: GroupVersions;
  group: Lasting;
}

function questionsAbout({ lasting, scope }: Surroundings, denying: readonly Denying[]): PlacedQuestion[] {
  const slice = createSlicer();
  const othersOn = createIndex(lasting, slice);
  const routes = scope.operations.map((operation) => ({ operation, begins: [beginningOfRoute(operation)] }));
  return denying.flatMap(({ versions: by, statements }) =>
    routes.flatMap(({ operation, begins }) => {
      if (!statements.some((statement) => mayReach(statement, begins))) return [];
      const isDeny = (statement: CanonicalStatement) =>
        statement.Effect === "Deny" && mayReach(statement, begins);
      const denies = { base: slice(by.base?.document, isDeny), head: slice(by.head?.document, isDeny) };
      const { all, changed } = othersOn([...begins, ...guardedBy(denies.base), ...guardedBy(denies.head)]);
      return (denies.base === denies.head ? changed : all).flatMap(({ group, ...other }) =>
        group.group === by.group ? [] : [{ by, group, operation, denies, other }],
      );
    }),
  );
}

/** A guard gives way to whoever grants all of it, so whatever is about any of it matters too. */
function guardedBy({ document }: Slice): Beginning[] {
  return document.Statement.filter(isGuard).flatMap(beginningsOf);
}

interface Other {
  group: Lasting;
  base: Slice;
  head: Slice;
}

/** The groups that may allow some requests before and after, and those of them that have something else after. */
interface Others {
  all: readonly Other[];
  changed: readonly Other[];
}

/** Finds the groups that may allow requests that begin so, and what they have there. */
function createIndex(
  lasting: readonly Lasting[],
  slice: Slicer,
): (beginnings: readonly Beginning[]) => Others {
  const byBeginning = groupsByBeginning(lasting);
  const known = new Map<string, Others>();
  return (beginnings) => {
    const key = beginnings.join("\n");
    const others = known.get(key) ?? othersAmong(groupsAt(byBeginning, beginnings), slice, beginnings);
    known.set(key, others);
    return others;
  };
}

/** Many groups have statements that begin alike: each beginning is only looked at once. */
function groupsByBeginning(lasting: readonly Lasting[]): ReadonlyMap<Beginning, ReadonlySet<Lasting>> {
  const groups = new Map<Beginning, Set<Lasting>>();
  for (const group of lasting) {
    const allows = group.base.document.Statement.filter(({ Effect }) => Effect === "Allow");
    for (const beginning of allows.flatMap(beginningsOf)) {
      const found = groups.get(beginning) ?? new Set();
      groups.set(beginning, found.add(group));
    }
  }
  return groups;
}

function groupsAt(
  byBeginning: ReadonlyMap<Beginning, ReadonlySet<Lasting>>,
  beginnings: readonly Beginning[],
): Lasting[] {
  const found = new Set<Lasting>();
  for (const [beginning, groups] of byBeginning) {
    if (mayMeet(beginning, beginnings)) for (const group of groups) found.add(group);
  }
  return [...found].sort((a, b) => (a.group < b.group ? -1 : 1));
}

function othersAmong(lasting: readonly Lasting[], slice: Slicer, beginnings: readonly Beginning[]): Others {
  const isAbout = (statement: CanonicalStatement) => mayReach(statement, beginnings);
  const all = lasting.flatMap((group): Other[] => {
    const base = slice(group.base.document, isAbout);
    if (!base.allows) return [];
    const isSame = group.base.revision === group.head.revision;
    const head = isSame ? base : slice(group.head.document, isAbout);
    return head.allows ? [{ group, base, head }] : [];
  });
  return { all, changed: all.filter(({ base, head }) => base !== head) };
}

/** The other group's whole policy is asked too, for the question was about a part of it. */
function createConfirmation(binding: Binding): (group: Lasting, witness: Witness) => void {
  const known = new Map<CanonicalDocument, Decisions>();
  const decisionsBy = ({ document }: GroupPolicyVersion) => {
    const decisions = known.get(document) ?? decisionsOf(boundDocument([document], binding));
    known.set(document, decisions);
    return decisions;
  };
  return ({ base, head }, witness) => {
    for (const policy of [base, head]) {
      confirm(decisionsBy(policy).verdictOn(witness.request).decision === "allowed", witness);
    }
  };
}

function changeOf(
  answer: PairAnswer,
  by: GroupVersions,
  { group }: Lasting,
  { template, method, sensitive }: Operation,
  isSpecial: boolean,
): DiffChange {
  const { change, sids, before, after, terms } = answer;
  return {
    group,
    route: template,
    method,
    change,
    witness: diffWitness(answer.witness, isSpecial),
    sids,
    ...placeOf(sids, by.base, by.head),
    ...(sensitive ? { sensitive } : {}),
    before,
    after,
    terms,
    with: by.group,
  };
}
