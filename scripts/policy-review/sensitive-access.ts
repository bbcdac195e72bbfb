/** What a change lets in on the routes that the contract marks sensitive. */
import { nameOfOperation, readContract } from "@lychgate/policy";
import { parse as parseYaml } from "yaml";
import { at, textAt } from "./github.ts";

/** Something that has to be approved, and the file that does it. */
export interface SensitiveAccess {
  /** One line. */
  what: string;
  file: string;
}

/** How what a changed condition decides about its witness is read: only what is sure to be refused is no gain. */
const REFUSALS = ["implicitDeny", "explicitDeny"];

/**
 * Reads what `lychgate diff --format json` has printed.
 * @throws Error for what is not that
 */
export function sensitiveGains(json: string): SensitiveAccess[] {
  const changes = at(JSON.parse(json), "changes");
  if (!Array.isArray(changes)) throw new Error("expected `changes` of `lychgate diff`");
  return changes.filter((change) => at(change, "sensitive") === true && gains(change)).map(accessOf);
}

function gains(change: unknown): boolean {
  const kind = textAt(change, "change");
  if (kind === "lost") return false;
  if (kind === "gained") return true;
  if (kind !== "condition") throw new Error("expected a change to be `gained`, `lost` or `condition`");
  return !REFUSALS.includes(textAt(change, "after") ?? "");
}

function accessOf(change: unknown): SensitiveAccess {
  const [group, method, route, file] = ["group", "method", "route", "file"].map((key) => textAt(change, key));
  if (group === undefined || method === undefined || route === undefined || file === undefined) {
    throw new Error("expected `group`, `method`, `route` and `file` of a change");
  }
  const verb = textAt(change, "change") === "gained" ? "gains" : "is let in on other conditions on";
  return { what: `\`${group}\` ${verb} \`${method} ${route}\``, file };
}

/** A contract as it stood at one time. */
export interface ContractText {
  name: string;
  text: string;
}

/**
 * The marks that a change takes away: whoever may do so could let anybody in afterwards, or in the same breath.
 * @throws PolicyError `InvalidContract`
 */
export function lostMarks(
  before: readonly ContractText[],
  after: readonly ContractText[],
): SensitiveAccess[] {
  const kept = new Set(after.flatMap(marksOf));
  return before.flatMap((contract) =>
    marksOf(contract)
      .filter((operation) => !kept.has(operation))
      .map((operation) => ({ what: `\`${operation}\` is no longer marked sensitive`, file: contract.name })),
  );
}

function marksOf({ name, text }: ContractText): string[] {
  const { operations } = readContract([{ name, document: parseYaml(text) }]);
  return operations.filter(({ sensitive }) => sensitive).map(nameOfOperation);
}
