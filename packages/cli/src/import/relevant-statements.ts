/** What of a document is about calling an API; roles hold much else. */
import { matchesPattern } from "@lychgate/evaluation";
import { INVOKE_ACTION } from "@lychgate/policy";
import { isRecord, listOf, ownProperty } from "./json-value.ts";

export interface RelevantPart {
  document: unknown;
  /** What was left out because it can never let in or shut out a call: `statement Logs: logs:PutLogEvents`. */
  leftOut: readonly string[];
}

/** Leaves out actions and resources of other services. What is not plainly theirs stays. */
export function relevantPart(document: unknown): RelevantPart {
  const statements = ownProperty(document, "Statement");
  if (!isRecord(document) || statements === undefined) return { document, leftOut: [] };
  const parts = listOf(statements).map(partOf);
  const leftOut = parts.flatMap(({ statement, foreign }, index) => {
    if (foreign.length === 0) return [];
    const sid = ownProperty(listOf(statements)[index], "Sid");
    const name = typeof sid === "string" && sid !== "" ? `\`${sid}\`` : String(index + 1);
    return [`statement ${name}${statement === undefined ? "" : ", in part"}: ${foreign.join(", ")}`];
  });
  return { document: { ...document, Statement: parts.flatMap(({ statement }) => statement ?? []) }, leftOut };
}

interface Part {
  /** `undefined` when nothing is left of it. */
  statement: unknown;
  foreign: readonly string[];
}

function partOf(statement: unknown): Part {
  const first = without(statement, "Action", isForeignAction);
  if (first.statement === undefined) return first;
  const second = without(first.statement, "Resource", isForeignResource);
  return { statement: second.statement, foreign: [...first.foreign, ...second.foreign] };
}

function without(
  statement: unknown,
  name: "Action" | "Resource",
  isForeign: (text: string) => boolean,
): Part {
  const values = listOf(ownProperty(statement, name));
  const foreign = values.filter((value) => typeof value === "string").filter(isForeign);
  if (foreign.length === 0 || !isRecord(statement)) return { statement, foreign: [] };
  const rest = values.filter((value) => typeof value !== "string" || !isForeign(value));
  return { statement: rest.length === 0 ? undefined : { ...statement, [name]: rest }, foreign };
}

/** Whether an action is of another service, or of execute-api but for something else than calling. */
function isForeignAction(action: string): boolean {
  const isPlain = /^[a-z0-9-]{1,64}:[a-z0-9*?]{1,128}$/i.test(action);
  return isPlain && !matchesPattern(action.toLowerCase(), INVOKE_ACTION.toLowerCase());
}

function isForeignResource(resource: string): boolean {
  const [arn = "", partition = "", service = ""] = resource.split(":", 3);
  const isPlain = arn === "arn" && /^[a-z-]{1,32}$/.test(partition) && /^[a-z0-9-]{1,64}$/.test(service);
  return isPlain && service !== "execute-api";
}
