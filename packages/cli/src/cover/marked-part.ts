import { CliError } from "../errors.ts";

/**
 * Replaces what stands between `<!-- name -->` and `<!-- /name -->`.
 * @param file how to call it in messages
 * @throws CliError `Usage` unless each of the two stands there once, in this order
 */
export function replaceMarkedPart(text: string, name: string, part: string, file: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, inside, after] = [text.indexOf(begin), text.indexOf(end), text.lastIndexOf(end)];
  if (before === -1 || before !== text.lastIndexOf(begin) || inside < before || inside !== after) {
    throw new CliError("Usage", `${file}: expected one \`${begin}\` and after it one \`${end}\``);
  }
  return `${text.slice(0, before + begin.length)}\n${part}\n${text.slice(inside)}`;
}
