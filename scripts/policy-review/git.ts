/** What the review asks of git; nothing of what it reads is run. */
import type { Run } from "../command.ts";

const COMMIT = /^[0-9a-f]{40,64}$/;

/** The commit that a ref names. @throws Error for what names none */
export function commitOf(run: Run, ref: string): string {
  const commit = line(run, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  if (!ref.startsWith("-") && commit !== undefined && COMMIT.test(commit)) return commit;
  throw new Error(`expected a commit, got \`${ref}\``);
}

/** The commit at which a change left the line that it goes into. @throws Error when there is none */
export function forkPoint(run: Run, base: string, head: string): string {
  const commit = line(run, ["merge-base", commitOf(run, base), commitOf(run, head)]);
  if (commit !== undefined && COMMIT.test(commit)) return commit;
  throw new Error(`\`${base}\` and \`${head}\` have no commit in common`);
}

/** The files that differ between two commits; of a moved file, both names. @throws Error when git fails */
export function changedFiles(run: Run, base: string, head: string): string[] {
  const { code, stdout, output } = run("git", [
    "diff",
    "--name-only",
    "--no-renames",
    "-z",
    base,
    head,
    "--",
  ]);
  if (code !== 0) throw new Error(`git diff ended with ${code}: ${output.trim()}`);
  return stdout.split("\0").filter((file) => file !== "");
}

/** The text of a file at a commit; `undefined` where there is none. */
export function fileAt(run: Run, commit: string, file: string): string | undefined {
  const { code, stdout } = run("git", ["cat-file", "blob", `${commit}:${file}`]);
  return code === 0 ? stdout : undefined;
}

function line(run: Run, args: readonly string[]): string | undefined {
  const { code, stdout } = run("git", args);
  return code === 0 ? stdout.trim() : undefined;
}
