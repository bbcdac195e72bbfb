import type { DiffChange, DiffReport } from "@lychgate/evaluation";
import { oneLine } from "../plan-text.ts";
import { type DiffRow, riskOf, rowsOf } from "./row.ts";
import { count, namesOf, notesOn, placeText, routeOf, witnessText } from "./words.ts";

export type Style = "green" | "red" | "yellow" | "bold" | "dim";

/** Colours a text, or gives it back as it is. */
export type Paint = (style: Style, text: string) => string;

const SIGNS = {
  gained: { sign: "+", style: "green" },
  lost: { sign: "-", style: "red" },
  condition: { sign: "~", style: "yellow" },
} as const;

/** Changes for a terminal, by group. */
export function formatText({ changes }: DiffReport, paint: Paint = (_, text) => text): string {
  if (changes.length === 0) return "no change in who may do what";
  const sections = Map.groupBy(rowsOf(changes), ({ change, groups }) => change.with ?? groups[0]);
  const names = [...sections.keys()].map((name) => name ?? "").sort();
  return [
    ...names.flatMap((name) => [
      paint("bold", name),
      ...(sections.get(name) ?? []).map((row) => lineOf(row, paint)),
    ]),
    summaryOf(changes),
  ].join("\n");
}

function lineOf(row: DiffRow, paint: Paint): string {
  const { change } = row;
  const { sign, style } = SIGNS[change.change];
  const witness = witnessText(change.witness, change);
  const parts = [`${sign} ${routeOf(change)}`, ...cutOff(row), termsOf(change), witness].map(oneLine);
  const notes = notesOn(change).map((note) => `  [${note}]`);
  return `  ${paint(style, parts.join("  "))}${notes.join("")}  ${paint("dim", oneLine(placeText(change)))}`;
}

/** The terms that are in force, or were; both where they changed. */
function termsOf({ change, terms: { before, after } }: DiffChange): string {
  if (change === "condition") return `${before} → ${after}`;
  return change === "gained" ? after : before;
}

function cutOff({ change, groups }: DiffRow): string[] {
  if (change.with === undefined) return [];
  const verb = change.change === "lost" ? "cuts off" : "no longer cuts off";
  return [`${verb} ${count(groups.length, "group")}: ${namesOf(groups)}`];
}

function summaryOf(changes: readonly DiffChange[]): string {
  const of = (kind: DiffChange["change"]) => changes.filter(({ change }) => change === kind).length;
  const sensitive = changes.filter((change) => riskOf(change) === "sensitive").length;
  const more = sensitive === 0 ? "" : `; ${sensitive} let in on sensitive routes`;
  return `${of("gained")} gained, ${of("lost")} lost, ${of("condition")} under other conditions${more}`;
}
