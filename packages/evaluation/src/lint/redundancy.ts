/** Parts of a document without which it means the same. */
import type { CanonicalDocument, CanonicalStatement } from "@lychgate/policy";
import type { LintFinding, Path } from "./finding.ts";
import { ask, documentWith } from "./question.ts";
import { isNeeded, neededResources } from "./quick-look.ts";
import type { LintSpace, LintStatement, LintSubject } from "./subject.ts";

/**
 * The parts that can all be taken out together: first what can whatever the contract, then what can with this
 * contract; whole statements before items of their lists. Later ones give way to earlier ones.
 * @param said the places about which there is a finding already
 * @throws EvaluationError `Undecidable`, `TooLarge`
 */
export function redundantParts(
  subject: LintSubject,
  statements: readonly LintStatement[],
  said: readonly Path[],
): LintFinding[] {
  const removed: Path[] = [];
  const always = redundantIn(subject, statements, { spaces: subject.anything, removed, said });
  if (subject.spaces === subject.anything) return always;
  const isLeft = ({ path }: LintStatement) => !removed.includes(path);
  const byContract = redundantIn(subject, statements.filter(isLeft), {
    spaces: subject.spaces,
    removed,
    said,
  });
  return [...always, ...byContract.map(withThisContract)];
}

/** Where the routes of today decide, it is for the author to say whether they will be all. */
function withThisContract({ removable: _, message, ...finding }: LintFinding): LintFinding {
  return { ...finding, message: `with the routes of this contract, ${message}` };
}

interface Trial {
  spaces: readonly LintSpace[];
  /** What was found before, and what is found now. */
  removed: Path[];
  said: readonly Path[];
}

function redundantIn(
  subject: LintSubject,
  statements: readonly LintStatement[],
  trial: Trial,
): LintFinding[] {
  const findings: LintFinding[] = [];
  const passedOver = new Set([...trial.said, ...trial.removed].map((path) => JSON.stringify(path)));
  for (const each of [...statements].reverse()) {
    const { path, parts } = each;
    const contract = trial.spaces === subject.anything ? undefined : subject.contract;
    const needed = neededResources(subject, each, contract);
    if (needed.texts.size === 0 && canGo(subject, path, trial)) {
      findings.push({
        code: "LY302",
        path,
        message: wholeMessage(subject, each),
        ...removable(subject, each),
      });
      continue;
    }
    for (const part of [...parts].reverse()) {
      if (passedOver.has(JSON.stringify(part.path)) || isNeeded(part, each, needed)) continue;
      if (!canGo(subject, part.path, trial)) continue;
      const message = `the document allows and denies the same without the ${kindOf(part.path)} \`${part.text}\``;
      findings.push({ code: "LY302", path: part.path, message, removable: part.path });
    }
  }
  return findings.reverse();
}

function canGo(subject: LintSubject, path: Path, { spaces, removed }: Trial): boolean {
  const rest = subject.without([...removed, path]);
  if (rest === undefined || !meansTheSame(subject, spaces, rest)) return false;
  removed.push(path);
  return true;
}

function wholeMessage(subject: LintSubject, each: LintStatement): string {
  const twin = twinOf(subject, each);
  if (twin !== undefined) return `the statement says what ${nameOf(twin)} says`;
  return "the document allows and denies the same without this statement";
}

/** Which of two statements says it better is for its author to decide, unless they say exactly the same. */
function removable(subject: LintSubject, each: LintStatement): Pick<LintFinding, "removable"> {
  return twinOf(subject, each) === undefined ? {} : { removable: each.path };
}

function twinOf({ statements }: LintSubject, each: LintStatement): LintStatement | undefined {
  const text = textWithoutSid(each.statement);
  return statements
    .slice(0, statements.indexOf(each))
    .find((other) => textWithoutSid(other.statement) === text);
}

function textWithoutSid({ Sid: _, ...statement }: CanonicalStatement): string {
  return JSON.stringify(statement);
}

function nameOf({ sid }: LintStatement): string {
  return sid === undefined ? "an earlier one" : `\`${sid}\``;
}

function kindOf(part: Path): string {
  const list = part.at(-2);
  if (list === "routes") return "route";
  return list === "resources" || list === "Resource" || list === "NotResource" ? "Resource" : "value";
}

/**
 * Whether a document means the same as the subject's over every request there could be, whatever the contract.
 * @throws EvaluationError `Undecidable`, `TooLarge`
 */
export function isSameMeaning(subject: LintSubject, other: CanonicalDocument): boolean {
  return meansTheSame(subject, subject.anything, other);
}

/**
 * Whether a document means the same as the subject's, alone and beside the documents of other groups: it
 * allows the same requests, and its author's Deny statements refuse the same.
 * @throws EvaluationError `Undecidable`, `TooLarge`
 */
function meansTheSame(subject: LintSubject, spaces: readonly LintSpace[], other: CanonicalDocument): boolean {
  const differs = ([a, b]: readonly boolean[]) => a !== b;
  const [denied, otherDenied] = [denials(subject, subject.document), denials(subject, other)];
  const sameDenials =
    JSON.stringify(denied) === JSON.stringify(otherDenied) ||
    ask(spaces, [denied, otherDenied], differs) === undefined;
  return sameDenials && ask(spaces, [subject.document, other], differs) === undefined;
}

/** What the author denies, as an Allow. A guard gives way to other groups, so it is no denial of that kind. */
function denials({ statements }: LintSubject, document: CanonicalDocument): CanonicalDocument {
  const authored = new Set(statements.map(({ statement }) => statement.Sid));
  const denies = document.Statement.filter(({ Effect, Sid }) => Effect === "Deny" && authored.has(Sid));
  return documentWith(denies.map((deny) => ({ ...deny, Effect: "Allow" })));
}
