/** What a Deny of one group changes for the members of another, on one route. */
import type { Binding, Decision, Operation } from "@lychgate/policy";
import { boundDocument } from "../bound-document.ts";
import { accessOf, findRequest, type RequestSpace, type Witness } from "../proof/index.ts";
import type { DiffChange } from "./report.ts";
import type { Slice } from "./slice.ts";
import { confirm, type Decisions, decisionsOf, sidsOf } from "./version.ts";

/** The Deny statements of one group and what the other group has, as far as both matter to the route. */
export interface PairQuestion {
  operation: Operation;
  denies: { base: Slice; head: Slice };
  other: { base: Slice; head: Slice };
}

/** A request that the other group alone may make before and after, and members of both only before or after. */
export interface PairAnswer {
  change: "gained" | "lost";
  witness: Witness;
  sids: readonly string[];
  before: Decision;
  after: Decision;
  terms: DiffChange["terms"];
}

/** Answers questions at one API and stage; the same question is answered once. */
export function createPairAnswers(
  binding: Binding,
  spaceOf: (operation: Operation) => RequestSpace,
): (question: PairQuestion) => readonly PairAnswer[] {
  const known = new Map<Operation, Map<string, readonly PairAnswer[]>>();
  return (question) => {
    const { operation, denies, other } = question;
    const ofRoute = known.get(operation) ?? new Map<string, readonly PairAnswer[]>();
    known.set(operation, ofRoute);
    const key = [denies.base, denies.head, other.base, other.head].map(({ id }) => id).join(" ");
    const answers = ofRoute.get(key) ?? answer(question, binding, spaceOf(operation));
    ofRoute.set(key, answers);
    return answers;
  };
}

function answer({ denies, other }: PairQuestion, binding: Binding, space: RequestSpace): PairAnswer[] {
  const [aloneBefore, aloneAfter] = [other.base, other.head].map(({ document }) =>
    boundDocument([document], binding),
  );
  const before = boundDocument([denies.base.document, other.base.document], binding);
  const after = boundDocument([denies.head.document, other.head.document], binding);
  if (!aloneBefore || !aloneAfter) return [];
  const accesses = [aloneBefore, aloneAfter, before, after].map((document) => accessOf([document]));
  const find = (inBase: boolean, inHead: boolean) =>
    findRequest(
      space,
      accesses,
      ([one, two, base, head]) => one === true && two === true && base === inBase && head === inHead,
    );
  const [lost, gained] = [find(true, false), find(false, true)];
  const versions = { before: decisionsOf(before), after: decisionsOf(after) };
  return [
    ...(lost ? [answerOf("lost", lost, versions, denyingAt(lost, denies.head, binding))] : []),
    ...(gained ? [answerOf("gained", gained, versions, denyingAt(gained, denies.base, binding))] : []),
  ];
}

function answerOf(
  change: PairAnswer["change"],
  witness: Witness,
  versions: { before: Decisions; after: Decisions },
  sids: readonly string[],
): PairAnswer {
  const { request } = witness;
  const before = versions.before.verdictOn(request).decision;
  const after = versions.after.verdictOn(request).decision;
  confirm(
    (before === "allowed") === (change === "lost") && (after === "allowed") !== (before === "allowed"),
    witness,
  );
  const terms = { before: versions.before.termsOn(request), after: versions.after.termsOn(request) };
  return { change, witness, sids, before, after, terms };
}

/** The Deny statements that shut a request out. Merging may name them otherwise, so they are asked alone. */
function denyingAt({ request }: Witness, { document }: Slice, binding: Binding): string[] {
  return sidsOf(decisionsOf(boundDocument([document], binding)).verdictOn(request));
}
