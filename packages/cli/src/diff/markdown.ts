/** Changes as the comment of a pull request. */
import type { DiffReport, DiffWitness } from "@lychgate/evaluation";
import { headlineOf, termsText } from "./headline.ts";
import { code, fitting, htmlCode } from "./markdown-text.ts";
import { type DiffRow, RISKS, riskOf, rowsOf } from "./row.ts";
import { count, namesOf, notesOn, placeText, routeOf, witnessText } from "./words.ts";

/** By it the comment is found again, to be written anew. */
export const MARKER = "<!-- lychgate-review -->";

/** GitHub takes 65,536 characters. */
const LONGEST = 60_000;

/** What the notes on what was left out may take. */
const RESERVED = 600;

const TABLE_HEAD = ["| Risk | Group | Route | Before → after | Statement |", "|---|---|---|---|---|"];

/** The first line says what is let in, the last one is the marker. */
export function formatMarkdown({ changes }: DiffReport): string {
  const rows = rowsOf(changes);
  const headline = headlineOf(rows);
  if (rows.length === 0) return [headline, "", MARKER].join("\n");
  const budget = LONGEST - RESERVED - headline.length - TABLE_HEAD.join("\n").length;
  const lines = rows.map(tableRow);
  const sections = sectionsOf(rows);
  // Where not everything fits, the riskiest witnesses are worth more than the end of the table.
  const shown = fitting(lines, Math.max((budget * 2) / 3, budget - lengthOf(sections)));
  const details = fitting(sections, budget - lengthOf(shown));
  return [
    headline,
    "",
    ...TABLE_HEAD,
    ...shown,
    ...leftOut(lines.length - shown.length, "row"),
    "",
    ...details,
    ...leftOut(sections.length - details.length, "section with witnesses", "sections with witnesses"),
    MARKER,
  ].join("\n");
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((length, line) => length + line.length + 1, 0);
}

function leftOut(number: number, one: string, many = `${one}s`): string[] {
  if (number === 0) return [];
  const what = number === 1 ? `1 more ${one} is` : `${number} more ${many} are`;
  return ["", `${what} left out for length: \`lychgate diff\` prints everything.`];
}

function tableRow(row: DiffRow): string {
  const { change } = row;
  const notes = notesOn(change)
    .filter((note) => note !== "sensitive")
    .map((note) => ` (${note})`);
  const cells = [
    RISKS[riskOf(change)],
    whoText(row),
    `${code(routeOf(change))}${notes.join("")}`,
    `${termsText(change.terms.before)} → ${termsText(change.terms.after)}`,
    code(placeText(change)),
  ];
  return `| ${cells.join(" | ")} |`;
}

function whoText({ change, groups }: DiffRow): string {
  if (change.with === undefined) return namesOf(groups, code);
  const verb = change.change === "lost" ? "cuts off" : "no longer cuts off";
  return `${code(change.with)} ${verb} ${count(groups.length, "group")}: ${namesOf(groups, code)}`;
}

/** A section for each group, or for each group whose Deny it is, in the order of the table. */
function sectionsOf(rows: readonly DiffRow[]): string[] {
  const byGroup = Map.groupBy(rows, ({ change }) => change.with ?? change.group);
  return [...byGroup].map(([group, ofGroup]) =>
    [
      `<details><summary>${htmlCode(group)}: ${count(ofGroup.length, "change")}</summary>`,
      "",
      ...ofGroup.flatMap(witnessLines),
      "",
      "</details>",
      "",
    ].join("\n"),
  );
}

function witnessLines({ change, groups }: DiffRow): string[] {
  const { before, after, gainedWitness, lostWitness, witness } = change;
  const who = change.with === undefined ? "" : ` for members of ${namesOf(groups, code)} too`;
  const line = (each: DiffWitness, was: string, is: string) =>
    `  - ${code(witnessText(each, change))}: ${was} → ${is}`;
  return [
    `- ${code(routeOf(change))}${who}: ${change.change}, ${code(placeText(change))}`,
    line(gainedWitness ?? witness, before, after),
    // The other way round the decisions are not told apart: it was let in, and is not.
    ...(lostWitness ? [line(lostWitness, "allowed", "denied")] : []),
  ];
}
