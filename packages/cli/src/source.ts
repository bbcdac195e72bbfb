/** Where a repository's files come from: a folder, or a commit of git. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { findConfig } from "./config.ts";
import { CliError } from "./errors.ts";
import { gitSource, isGitRef } from "./source-git.ts";

/** The files of a repository. Names are from its root, the folder that holds `lychgate.json`. */
export interface Source {
  /** The root, as a folder of this machine. */
  root: string;
  /** Missing for a folder, whose files may change. */
  commit?: string;
  /** The text of a file. @throws when there is none */
  read(file: string): string;
  /** The names of what lies in a folder. @throws when there is none */
  list(folder: string): string[];
}

/**
 * Opens the repository that a folder belongs to.
 * @throws CliError `NoRepository`, `InvalidConfig`
 */
export function folderSource(from: string): Source {
  const { root } = findConfig(from);
  return {
    root,
    read: (file) => readFileSync(join(root, file), "utf8"),
    list: (folder) => readdirSync(join(root, folder)),
  };
}

/** The same source with each file and folder as it was when it was first asked for. */
export function frozenSource(source: Source): Source {
  return { ...source, read: remembered(source.read), list: remembered(source.list) };
}

function remembered<T>(ask: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const answer = known.get(name) ?? ask(name);
    known.set(name, answer);
    return answer;
  };
}

/**
 * Opens the repository that a folder holds or, where there is no such folder, the one of `cwd` as it stands at
 * a git ref.
 * @throws CliError `Usage` for what is neither, or might be meant as either; `NoRepository`, `InvalidConfig`
 */
export function openSource(refOrFolder: string, cwd: string): Source {
  // A variable that is not set, most likely: as a folder, it would be this one.
  if (refOrFolder === "") throw new CliError("Usage", "expected a folder or a git ref, got nothing");
  const folder = resolve(cwd, refOrFolder);
  if (!isFolder(folder)) return gitSource(refOrFolder, cwd);
  const source = folderSource(folder);
  // Comparing the repository with itself by mistake would look like a change that lets nothing in.
  if (source.root !== folder && isGitRef(refOrFolder, cwd)) {
    throw new CliError(
      "Usage",
      `\`${refOrFolder}\` is a folder and a git ref: write \`./${refOrFolder}\` or \`refs/heads/${refOrFolder}\``,
    );
  }
  return source;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
