import type { Matrix, MatrixCell } from "./matrix.ts";

/** A matrix as a table; conditions stand below it under a number. */
export function matrixMarkdown({ groups, rows }: Matrix): string {
  const notes: string[] = [];
  const numberOf = (note: string) => {
    if (!notes.includes(note)) notes.push(note);
    return notes.indexOf(note) + 1;
  };
  const cellText = ({ access, condition }: MatrixCell) =>
    condition === undefined ? access : `${access} (${numberOf(condition)})`;
  const head = ["", ...groups.map((group) => `\`${group}\``)];
  const lines = [
    head,
    head.map(() => "---"),
    ...rows.map(({ method, route, cells }) => [`\`${method} ${route}\``, ...cells.map(cellText)]),
  ].map((cells) => `| ${cells.join(" | ")} |`);
  const table = lines.join("\n");
  return notes.length === 0 ? table : `${table}\n\n${notes.map(noteText).join("\\\n")}`;
}

function noteText(note: string, index: number): string {
  return `(${index + 1}) ${escapeMarkdown(note)}`;
}

/** Conditions hold whatever text their author wrote. */
function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#~&]/g, (char) => `\\${char}`);
}
