import type { Matrix } from "./matrix.ts";

/**
 * A matrix as comma-separated values.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function matrixCsv({ groups, rows }: Matrix): string {
  const lines = [
    ["method", "route", ...groups],
    ...rows.map(({ method, route, cells }) => [
      method,
      route,
      ...cells.map(({ access, condition }) => (condition ? `${access}: ${condition}` : access)),
    ]),
  ];
  return lines.map((cells) => `${cells.map(cellText).join(",")}\r\n`).join("");
}

function cellText(text: string): string {
  const safe = withoutFormula(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Spreadsheets run what begins like a formula, and a group may be named `=1+1`.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function withoutFormula(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}
