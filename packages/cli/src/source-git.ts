import { posix, resolve } from "node:path";
import { CONFIG_FILE } from "./config.ts";
import { CliError } from "./errors.ts";
import { git, gitLine, gitProblem } from "./git.ts";
import type { Source } from "./source.ts";

/**
 * Opens a repository as it stands at a git ref: the one that holds the folder `cwd`. Nothing is checked out.
 * @throws CliError `Usage` for what is no ref, `NoRepository`
 */
export function gitSource(ref: string, cwd: string): Source {
  const commit = commitOfRef(ref, cwd);
  const top = gitLine(cwd, ["rev-parse", "--show-toplevel"]);
  if (commit === undefined || top === undefined) {
    const problem = gitProblem(cwd);
    const why = problem === undefined ? "" : `: ${problem}`;
    throw new CliError("Usage", `expected a folder or a git ref, got \`${ref}\`${why}`);
  }
  const tree: Tree = { top, commit, texts: new Map() };
  const prefix = repositoryPrefix(tree, gitLine(cwd, ["rev-parse", "--show-prefix"]) ?? "");
  if (prefix === undefined) {
    throw new CliError("NoRepository", `no ${CONFIG_FILE} in this folder or above it at \`${ref}\``);
  }
  return {
    root: resolve(top, prefix),
    commit,
    read: (file) => readText(tree, posix.join(prefix, file)),
    list: (folder) => listFolder(tree, posix.join(prefix, folder)),
  };
}

export function isGitRef(text: string, cwd: string): boolean {
  return commitOfRef(text, cwd) !== undefined;
}

/** The commit that a ref names; `undefined` for what git knows no commit by, or would take for an option. */
export function commitOfRef(ref: string, cwd: string): string | undefined {
  if (ref === "" || ref.startsWith("-") || /\p{Cc}/u.test(ref)) return undefined;
  const commit = gitLine(cwd, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  return commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
}

/** Where a folder lies within its git repository: `apps/pets/`, empty at the top or outside of git. */
export function prefixInGit(folder: string): string {
  if (gitProblem(folder) !== undefined) return "";
  return gitLine(folder, ["rev-parse", "--show-prefix"]) ?? "";
}

/** In this order, the first that there is. */
const MAIN_LINES = ["refs/remotes/origin/main", "refs/heads/main"] as const;

/**
 * What a change is compared with: the commit at which it left the main line, or `HEAD` where there is none.
 * @throws CliError `Usage` outside of git, in a shallow clone, and where the histories have no commit in common
 */
export function defaultBase(head: string, cwd: string): string {
  const line = MAIN_LINES.find((ref) => isGitRef(ref, cwd));
  if (line === undefined) {
    if (!isGitRef("HEAD", cwd)) {
      throw new CliError("Usage", "--base: expected a folder or a git ref, for this folder is not in git");
    }
    // A shallow clone lacks the main line; compared with itself, every change would look like none.
    if (gitLine(cwd, ["rev-parse", "--is-shallow-repository"]) !== "true") return "HEAD";
    throw new CliError("Usage", "--base: expected it, for this clone is shallow and has no main line");
  }
  const commit = commitOfRef(head, cwd) ?? "HEAD";
  const base = gitLine(cwd, ["merge-base", line, commit]);
  if (base) return base;
  throw new CliError(
    "Usage",
    `--base: expected it, for \`${line}\` has no commit in common with \`${head}\``,
  );
}

interface Tree {
  /** The folder of the git repository. */
  top: string;
  commit: string;
  /** What was read already. */
  texts: Map<string, string>;
}

interface Entry {
  name: string;
  kind: string;
  id: string;
}

/** The nearest folder upwards that holds `lychgate.json`, with a slash at its end. */
function repositoryPrefix(tree: Tree, from: string): string | undefined {
  const parts = from.split("/").filter((part) => part !== "");
  for (let length = parts.length; length >= 0; length -= 1) {
    const prefix = parts.slice(0, length).map((part) => `${part}/`);
    const file = `${prefix.join("")}${CONFIG_FILE}`;
    if (entriesOf(tree, ["--full-tree", tree.commit, "--", file]).length > 0) return prefix.join("");
  }
  return undefined;
}

/** Lists a folder, and reads its modules at once: a process for each of them would take long. */
function listFolder(tree: Tree, folder: string): string[] {
  const path = withinTree(folder);
  const entries = entriesOf(tree, [`${tree.commit}:${path}`]);
  const modules = entries.filter(({ name, kind }) => kind === "blob" && name.endsWith(".ts"));
  const texts = readBlobs(
    tree,
    modules.map(({ id }) => id),
  );
  for (const [index, { name }] of modules.entries()) {
    tree.texts.set(posix.join(path, name), texts[index] ?? "");
  }
  return entries.map(({ name }) => name);
}

function readText(tree: Tree, file: string): string {
  const path = withinTree(file);
  const known = tree.texts.get(path);
  if (known !== undefined) return known;
  try {
    return git(tree.top, ["cat-file", "blob", `${tree.commit}:${path}`]).toString("utf8");
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new Error(`there is no \`${path}\` at ${tree.commit.slice(0, 12)}`, { cause });
  }
}

/** A path as git knows it. @throws where it leads out of the git repository */
function withinTree(path: string): string {
  const plain = posix.normalize(path).replace(/\/$/, "");
  if (plain.startsWith("../") || plain === "..")
    throw new Error(`\`${path}\` is outside of the git repository`);
  return plain === "." ? "" : plain;
}

function entriesOf({ top }: Tree, args: readonly string[]): Entry[] {
  const lines = git(top, ["ls-tree", "-z", ...args])
    .toString("utf8")
    .split("\0");
  return lines.flatMap((line) => {
    const [, kind, id, name] = /^\d+ (\w+) ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return kind && id && name ? [{ kind, id, name }] : [];
  });
}

/** The texts of blobs, in the order of their ids. */
function readBlobs({ top }: Tree, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const output = git(top, ["cat-file", "--batch"], ids.map((id) => `${id}\n`).join(""));
  let offset = 0;
  return ids.map((id) => {
    const headerEnd = output.indexOf("\n", offset);
    const header = output.toString("utf8", offset, headerEnd);
    const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(header) ?? [];
    if (headerEnd === -1 || size === undefined) throw new Error(`git cannot read the object ${id}`);
    const start = headerEnd + 1;
    offset = start + Number(size) + 1;
    return output.toString("utf8", start, offset - 1);
  });
}
