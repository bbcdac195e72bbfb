/** Text from policies within Markdown: it is shown, and is never markup, a link or a mention. */

const LONGEST = 300;

/** A text as code. */
export function code(text: string): string {
  const shown = shorten(text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " "));
  // Within backticks everything is literal but these; a bar would end a table's cell even there.
  if (shown !== "" && !/[`|\\]/.test(shown) && shown.trim() === shown) return `\`${shown}\``;
  return htmlCode(shown);
}

/** The same where Markdown is not read, in an HTML element. */
export function htmlCode(text: string): string {
  const escaped = shorten(text).replace(/[^A-Za-z0-9 /.,-]/gu, (char) => `&#${char.codePointAt(0)};`);
  return `<code>${escaped}</code>`;
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** As many of the lines as fit into a number of characters, with their line ends. */
export function fitting(lines: readonly string[], budget: number): string[] {
  let left = budget;
  const end = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  return end === -1 ? [...lines] : lines.slice(0, end);
}
