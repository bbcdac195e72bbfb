import type { ChangeKind, DiffReport } from "@lychgate/evaluation";
import { type SarifResult, type SarifRule, sarifLog } from "../sarif.ts";
import { type DiffRow, riskOf, rowsOf } from "./row.ts";
import { namesOf, notesOn, routeOf, witnessText } from "./words.ts";

const RULES: Readonly<Record<ChangeKind, SarifRule>> = {
  gained: {
    id: "access-gained",
    name: "AccessGained",
    description: "A group may call a route that it could not call before.",
    help: "Check that every member of the group should be able to make the request of the message. A gain on a route that the contract marks as sensitive is a warning.",
  },
  lost: {
    id: "access-lost",
    name: "AccessLost",
    description: "A group may no longer call a route that it could call before.",
    help: "Check that nobody in the group depends on the request of the message. A Deny also takes access from the members of its group that they have through other groups.",
  },
  condition: {
    id: "access-condition",
    name: "AccessCondition",
    description: "A group may call a route under other conditions than before.",
    help: "Check the conditions before and after; the request of the message is answered differently.",
  },
};

/** Changes as notes at the lines of the policy modules. @param prefix of the repository within git */
export function formatSarif({ changes }: DiffReport, prefix: string): object {
  const results = rowsOf(changes).map((row) => resultOf(row, prefix));
  return sarifLog("lychgate diff", Object.values(RULES), results);
}

function resultOf(row: DiffRow, prefix: string): SarifResult {
  const { change } = row;
  return {
    ruleId: RULES[change.change].id,
    level: riskOf(change) === "sensitive" ? "warning" : "note",
    message: messageOf(row),
    file: `${prefix}${change.file}`,
    line: change.line,
  };
}

const VERBS: Readonly<Record<ChangeKind, string>> = {
  gained: "may now",
  lost: "may no longer",
  condition: "may under other conditions",
};

function messageOf({ change, groups }: DiffRow): string {
  const { terms, sids } = change;
  const who = namesOf(groups, (group) => `\`${group}\``);
  const also = change.with === undefined ? "" : ` with members who are in \`${change.with}\` too`;
  const notes = notesOn(change).map((note) => ` (${note})`);
  const witness = witnessText(change.witness, change);
  return `${who}${also} ${VERBS[change.change]} \`${routeOf(change)}\`${notes.join("")}: ${terms.before} → ${terms.after}. Witness: \`${witness}\`: ${change.before} → ${change.after}. Statements: ${sids.join(", ")}`;
}
