/** GitHub refuses a summary above 1 MiB; a step writes a few blocks. */
const MAX_LENGTH = 100_000;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text as a block of Markdown that opens under its title; nothing in the text is read as Markdown or HTML. */
export function details(title: string, text: string): string {
  const shown =
    text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}\n… the rest is in the log` : text.trimEnd();
  return `<details><summary>${escapeHtml(title)}</summary>\n\n<pre>${escapeHtml(shown)}\n</pre>\n</details>\n`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? character);
}
