/** The first line of a review: what is let in. */
import { type DiffChange, letsIn } from "@lychgate/evaluation";
import { code } from "./markdown-text.ts";
import { type DiffRow, riskOf } from "./row.ts";
import { count, namesOf, notesOn, routeOf } from "./words.ts";

/** So many are told one by one. */
const TOLD = 3;

/** Says in one line what rows, the riskiest first, let in and shut out. */
export function headlineOf(rows: readonly DiffRow[]): string {
  const [letIn, shutOut] = [
    rows.filter(({ change }) => letsIn(change)),
    rows.filter(({ change }) => !letsIn(change)),
  ];
  if (rows.length === 0) return "**Lets in nothing.** Nothing changes in who may do what.";
  const first = letIn.length === 0 ? "**Lets in nothing.**" : `**Lets in**${countsOf(letIn)}: ${told(letIn)}`;
  if (shutOut.length === 0) return first;
  return letIn.length === 0
    ? `${first} **Shuts out**${countsOf(shutOut)}: ${told(shutOut)}`
    : `${first} **Shuts out** ${count(shutOut.length, "route")} as well.`;
}

function countsOf(rows: readonly DiffRow[]): string {
  if (rows.length <= TOLD) return "";
  const sensitive = rows.filter(({ change }) => riskOf(change) === "sensitive").length;
  const groups = new Set(rows.flatMap((row) => row.groups)).size;
  return ` (${rows.length} changes for ${count(groups, "group")}${sensitive === 0 ? "" : `, ${sensitive} on sensitive routes`})`;
}

/** What is alike but for the route makes one sentence. */
function told(rows: readonly DiffRow[]): string {
  const sentences = [...Map.groupBy(rows, sentenceKey).values()];
  const rest = sentences.slice(TOLD).flat().length;
  const shown = sentences.slice(0, TOLD).map((alike) => `${sentenceOf(alike)}.`);
  return [...shown, ...(rest > 0 ? [`And ${rest} more, see the table.`] : [])].join(" ");
}

function sentenceKey({ change, groups }: DiffRow): string {
  return JSON.stringify([groups, change.with, verbOf(change), notesOf(change), termsOf(change)]);
}

function sentenceOf(rows: readonly DiffRow[]): string {
  const [first] = rows;
  if (!first) return "";
  const { change, groups } = first;
  const also = change.with === undefined ? "" : ` (for members who are in ${code(change.with)} too)`;
  const routes = namesOf(
    rows.map((row) => routeOf(row.change)),
    code,
  );
  return `${namesOf(groups, code)}${also} ${verbOf(change)} ${routes}${notesOf(change)}${termsOf(change)}`;
}

function notesOf(change: DiffChange): string {
  const notes = notesOn(change);
  return notes.length === 0 ? "" : ` (${notes.join(", ")})`;
}

function verbOf(change: DiffChange): string {
  if (letsIn(change)) return "may now";
  return change.change === "lost" ? "may no longer" : "may only";
}

function termsOf({ change, terms: { before, after } }: DiffChange): string {
  if (change === "lost") return "";
  if (change === "gained") return ` ${termsText(after)}`;
  return ` ${termsText(after)}, so far ${termsText(before)}`;
}

/** Terms in words; what they quote of a policy is code. */
export function termsText(terms: string): string {
  return terms === "from anywhere" || terms === "never" ? terms : code(terms);
}
