/** The lines of a statement that begins at a line, as far as the module's indentation tells. */
export function linesOfStatement(source: string, line: number): number[] {
  const lines = source.split("\n");
  const first = lines[line - 1] ?? "";
  const indent = first.slice(0, first.length - first.trimStart().length);
  const isWhole = /\}\s*,?\s*$/.test(first);
  const end = isWhole ? -1 : lines.findIndex((text, index) => index >= line && text.startsWith(`${indent}}`));
  return Array.from({ length: end === -1 ? 1 : end + 2 - line }, (_, index) => line + index);
}
