/** Which group reaches which operation, in any circumstance at all. */
import {
  type Binding,
  type CanonicalDocument,
  type CanonicalStatement,
  type CompiledPolicy,
  type Contract,
  claimsIn,
  DENY_ALL,
  mentionsClaim,
  type Operation,
} from "@lychgate/policy";
import { boundDocument } from "../bound-document.ts";
import { type Access, accessOf, bindingsOf, compareByRoute, findRequest, overlap } from "../proof/index.ts";
import { boundAccess, documentOf, statementAccess } from "./bound-access.ts";
import { conditionText } from "./condition-text.ts";
import { type ContractRequests, contractRequests, type OperationRequests } from "./contract-requests.ts";

/**
 * `yes`: every plain request, whatever the circumstances; `if`: every plain request, in the same
 * circumstances; `part`: some requests; `no`: none.
 */
export type ReachLevel = "yes" | "if" | "part" | "no";

/** What a group may do with an operation. */
export interface Reach {
  group: string;
  operation: Operation;
  level: ReachLevel;
  /** In words; missing for `yes` and `no`. */
  condition?: string;
}

/** What is in force for a group at one API and stage. */
interface Site {
  binding: Binding;
  document: CanonicalDocument;
  access: Access;
  /** The operations of which some request is let in. */
  reached: ReadonlySet<Operation>;
  requests: ContractRequests;
}

interface Question extends Site, OperationRequests {
  operation: Operation;
}

/**
 * Decides for each operation of a contract, in its order, what a group may do with it.
 * @throws EvaluationError `Undecidable`, `TooLarge`
 */
export function reachOf(
  { group, document }: Pick<CompiledPolicy, "group" | "document">,
  contract: Contract,
): Reach[] {
  const sites = bindingsOf([document]).map((binding) => siteOf(document, contract, binding));
  return contract.operations.map((operation) => {
    const questions = sites.map((site): Question => ({ ...site, operation, ...site.requests.of(operation) }));
    const levels = new Set(questions.map(levelOf));
    const [level = "no", ...others] = levels;
    if (others.length === 0 && (level === "yes" || level === "no")) return { group, operation, level };
    const condition = [...new Set(questions.map(circumstancesOf))]
      .filter((text) => text !== "")
      .join("; or ");
    const mixed = others.length === 0 ? level : "part";
    return { group, operation, level: mixed, ...(condition === "" ? {} : { condition }) };
  });
}

function siteOf(document: CanonicalDocument, contract: Contract, binding: Binding): Site {
  const access = boundAccess([document], binding);
  const requests = contractRequests(contract, binding);
  // One question about all operations takes less time than one about each.
  const gained = compareByRoute(NO_ACCESS, access, requests.all);
  const reached = new Set(gained.flatMap(({ operation }) => operation ?? []));
  return { binding, requests, access, document: boundDocument([document], binding), reached };
}

const NO_ACCESS = accessOf([DENY_ALL]);

function levelOf(question: Question): ReachLevel {
  const { operation, reached, space, access, plain } = question;
  if (!reached.has(operation)) return "no";
  const refused = findRequest(
    space,
    [plain, access],
    ([isPlain, isAllowed]) => isPlain === true && isAllowed !== true,
  );
  if (!refused) return "yes";
  if (!overlap(plain, access, space)) return "part";
  return isSameForEveryPath(question) ? "if" : "part";
}

/** Statements that speak of every plain request cannot tell one path from another, so their conditions decide alone. */
function isSameForEveryPath({ document, space, access, plain, binding }: Question): boolean {
  const whole = document.Statement.filter((statement) => {
    const named = statementAccess(withoutCondition(statement), binding);
    return !findRequest(space, [plain, named], ([isPlain, isNamed]) => isPlain === true && isNamed !== true);
  });
  if (whole.length === 0) return false;
  const decided = boundAccess([documentOf(whole)], binding);
  const differing = findRequest(
    space,
    [plain, access, decided],
    ([isPlain, isAllowed, isDecided]) => isPlain === true && isAllowed !== isDecided,
  );
  return differing === undefined;
}

function withoutCondition({ Condition: _, ...statement }: CanonicalStatement): CanonicalStatement {
  return statement;
}

/** The conditions of the statements that have a say in plain requests. */
function circumstancesOf(question: Question): string {
  const { document, space, plain, binding } = question;
  const speaking = document.Statement.filter((statement) =>
    overlap(statementAccess(statement, binding), plain, space),
  );
  const textsOf = (effect: "Allow" | "Deny") =>
    speaking
      .filter(({ Effect }) => Effect === effect)
      .map((statement) => {
        const texts = [
          ownText(statement, question),
          statement.Condition ? conditionText(statement.Condition) : "",
        ];
        return texts.filter((text) => text !== "").join(" and ");
      });
  const allows = [...new Set(textsOf("Allow"))];
  const denies = [...new Set(textsOf("Deny"))].filter((text) => text !== "");
  const allowed = allows.includes("") ? "" : allows.join("; or ");
  return [allowed, ...denies.map((text) => `unless ${text}`)].filter((text) => text !== "").join(", ");
}

/** The claims that scope a statement here: `own custom:tenant`; empty where it speaks of others' too. */
function ownText(statement: CanonicalStatement, { space, plain, binding }: Question): string {
  const { Resource = [] } = statement;
  if (!Resource.some(mentionsClaim)) return "";
  const speaking = Resource.filter((resource) =>
    overlap(statementAccess({ ...statement, Resource: [resource] }, binding), plain, space),
  );
  if (!speaking.every(mentionsClaim)) return "";
  const names = claimsIn(documentOf([{ ...statement, Resource: speaking }]));
  return names.map((name) => `own ${name}`).join(" and ");
}
