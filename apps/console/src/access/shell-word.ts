/** A text as one word of a POSIX shell, quoted where it has to be. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_/:=.,@%+][A-Za-z0-9_/:=.,@%+-]*$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
