/** Rules about whole statements: whether anything reaches them, and whether they matter. */
import type { LintFinding } from "./finding.ts";
import { ask, documentWith, reachOf } from "./question.ts";
import type { LintStatement, LintSubject } from "./subject.ts";

/** Actions of execute-api beside a call. */
const OTHER_ACTIONS = new Set(["execute-api:invalidatecache", "execute-api:manageconnections"]);

/**
 * What makes a statement have no effect at all.
 * @throws EvaluationError `Undecidable`, `TooLarge`
 */
export function effectFindings(subject: LintSubject, each: LintStatement): LintFinding[] {
  if (isAboutOthers(each)) return [];
  const reach = reachOf(each.statement);
  const spaces = subject.routes.length > 0 ? subject.routes : subject.spaces;
  const where = subject.routes.length > 0 ? "request of the contract" : "request";
  if (ask(spaces, [reach], ([reached]) => reached === true) === undefined) {
    return [{ code: "LY303", path: each.path, message: `no ${where} reaches the statement` }];
  }
  return each.statement.Effect === "Allow" ? shadowed(subject, each) : [];
}

function isAboutOthers({ statement: { Action } }: LintStatement): boolean {
  return Action?.every((action) => OTHER_ACTIONS.has(action.toLowerCase())) === true;
}

function shadowed(subject: LintSubject, { statement, path }: LintStatement): LintFinding[] {
  const reach = reachOf(statement);
  const denies = subject.document.Statement.filter(({ Effect }) => Effect === "Deny");
  if (denies.length === 0) return [];
  const denied = documentWith(denies.map((deny) => ({ ...deny, Effect: "Allow" })));
  const escapes = ([reached, isDenied]: readonly boolean[]) => reached === true && isDenied !== true;
  if (ask(subject.spaces, [reach, denied], escapes) !== undefined) return [];
  const one = denies.find((deny) => ask(subject.spaces, [reach, reachOf(deny)], escapes) === undefined);
  const by = one?.Sid === undefined ? "a Deny of this document" : `the Deny \`${one.Sid}\``;
  return [{ code: "LY301", path, message: `every request that it allows is refused by ${by}` }];
}
