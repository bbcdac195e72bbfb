import { execFileSync } from "node:child_process";
import { CliError } from "./errors.ts";

/** Enough for all policy modules of a large repository. */
const MAX_OUTPUT = 512 * 1024 * 1024;

/**
 * Runs git in a folder and gives what it printed. No shell is involved.
 * @throws CliError `Unreachable` where git cannot be run; what git itself refuses is thrown as it comes
 */
export function git(cwd: string, args: readonly string[], input?: string): Buffer {
  try {
    return execFileSync("git", [...args], {
      cwd,
      maxBuffer: MAX_OUTPUT,
      stdio: ["pipe", "pipe", "pipe"],
      input: input ?? "",
    });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") {
      throw new CliError("Unreachable", "git cannot be run: expected it on the PATH", { cause });
    }
    throw cause;
  }
}

/** The same as one line of text; `undefined` where git refuses. */
export function gitLine(cwd: string, args: readonly string[]): string | undefined {
  try {
    return git(cwd, args).toString("utf8").replace(/\n$/, "");
  } catch (error) {
    if (error instanceof CliError) throw error;
    return undefined;
  }
}

/** Why git knows nothing of a folder, in its own words: it is no repository, or not this user's. */
export function gitProblem(folder: string): string | undefined {
  try {
    git(folder, ["rev-parse", "--show-toplevel"]);
    return undefined;
  } catch (error) {
    if (error instanceof CliError) return error.message;
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    return said.split("\n", 1)[0];
  }
}
