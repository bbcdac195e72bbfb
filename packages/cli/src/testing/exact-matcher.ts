import { findSurprise, type Surprise } from "@lychgate/evaluation";
import { CliError } from "../errors.ts";
import { circumstancesText, explainRequest } from "./explained-request.ts";
import { type Answer, checkMember, groupNames, type Member } from "./member.ts";
import { recordExpectation } from "./recorder.ts";
import { checkContext, conditionOf, type RequestContext } from "./request-context.ts";

/** Whether a user may make every request to some routes, and none to any other. */
export function expectExactly(
  member: Member,
  routes: readonly string[],
  context: RequestContext = {},
  { isNot }: { isNot: boolean },
): Answer {
  checkMember(member);
  checkContext(context);
  if (context.claims) throw new CliError("Usage", "expected claims in the routes: `GET /owners/{claim:sub}`");
  const when = conditionOf(context);
  const expected = { routes, ...(when && { when }) };
  recordExpectation({ kind: "exactly", groups: groupNames(member), ...expected, holds: !isNot });
  const documents = member.policies.map(({ compiled }) => compiled.document);
  const surprise = findSurprise(documents, expected, member.repository.contract);
  if (surprise === undefined) {
    return { pass: true, message: () => `expected other routes than just ${listOf(routes)} to be allowed` };
  }
  return { pass: false, message: () => `${said(surprise, routes)}\n${explained(surprise, member)}` };
}

function listOf(routes: readonly string[]): string {
  return routes.length === 0 ? "none" : routes.map((route) => `\`${route}\``).join(", ");
}

function said({ kind, witness: { method, path, context } }: Surprise, routes: readonly string[]): string {
  const request = `\`${method} ${path}\` ${circumstancesText(context)}`;
  return kind === "extra"
    ? `expected just ${listOf(routes)} to be allowed; ${request} is let in too`
    : `expected all of ${listOf(routes)} to be allowed; ${request} is not`;
}

function explained({ witness }: Surprise, member: Member): string {
  return explainRequest(member, witness).explanation;
}
