import { execFileSync } from "node:child_process";
import type { TempFolder } from "./temp-repository.ts";

const AUTHOR = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "commit.gpgsign=false"];

/** Runs git in a folder and gives what it printed. */
export function runGit({ root }: Pick<TempFolder, "root">, ...args: string[]): string {
  return execFileSync("git", [...AUTHOR, ...args], { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
}

/** Commits everything in a folder, which becomes a git repository, and gives the commit. */
export function commitAll(folder: Pick<TempFolder, "root">, message = "change"): string {
  runGit(folder, "init", "--quiet", "--initial-branch=main");
  runGit(folder, "add", "--all");
  runGit(folder, "commit", "--quiet", "--allow-empty", "--message", message);
  return runGit(folder, "rev-parse", "HEAD");
}
