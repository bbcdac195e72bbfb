/**
 * Writes the review of each example change, and puts the reviews into `docs/reviewing.md`.
 * `--check` writes nothing and exits 1 when what is committed is not what would be written.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { comparePolicies } from "@lychgate/evaluation";
import { formatMarkdown } from "../src/diff/markdown.ts";
import { readSides } from "../src/diff/sides.ts";

const docs = fileURLToPath(new URL("../../../docs/", import.meta.url));
const examples = join(docs, "examples");

const EXAMPLES = ["widened-wildcard", "removed-condition", "deny-cuts-off"] as const;

const reviews = new Map(EXAMPLES.map((name) => [name, reviewOf(name)]));
const files = new Map([
  ...[...reviews].map(([name, review]) => [`examples/${name}/review.md`, `${review}\n`] as const),
  ["reviewing.md", withReviews(readFileSync(join(docs, "reviewing.md"), "utf8"))] as const,
]);
process.exitCode = process.argv.includes("--check") ? check() : write();

function reviewOf(name: string): string {
  const { base, head } = readSides({ base: "base", head: name }, examples);
  return formatMarkdown(comparePolicies(base, head));
}

/** Whatever stands between an example's comments is replaced. */
function withReviews(page: string): string {
  return [...reviews].reduce((text, [name, review]) => {
    const [begin, end] = [`<!-- example ${name} -->`, `<!-- end of example ${name} -->`];
    const [before, rest = ""] = text.split(begin);
    const [, after] = rest.split(end);
    if (after === undefined) throw new Error(`docs/reviewing.md: expected \`${begin}\` and \`${end}\``);
    return `${before}${begin}\n${review}\n${end}${after}`;
  }, page);
}

function check(): number {
  const stale = [...files].filter(([file, text]) => readIfThere(join(docs, file)) !== text);
  for (const [file] of stale) console.error(`docs/${file} is out of date: run \`npm run generate\``);
  return stale.length === 0 ? 0 : 1;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function write(): number {
  for (const [file, text] of files) writeFileSync(join(docs, file), text);
  return 0;
}
