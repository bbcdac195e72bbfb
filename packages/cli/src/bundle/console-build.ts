/** The console as static files: built by Vite, in a process of its own. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CliError } from "../errors.ts";

export interface ConsoleBuildOptions {
  /** The folder of the console's sources; the installed one unless given. */
  from?: string;
  /** Ends the build. */
  signal?: AbortSignal;
}

/**
 * Builds the console unless its files are newer than its sources.
 * @returns the folder of the files
 * @throws CliError `NotRunning` where it is not installed or cannot be built, with what Vite printed
 */
export async function buildConsole({ from, signal }: ConsoleBuildOptions = {}): Promise<string> {
  const folder = from ?? installedConsole();
  const built = join(folder, "dist");
  if (!isCurrent(folder, built)) await runVite(folder, signal);
  return built;
}

function installedConsole(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve("@lychgate/console/package.json"));
  } catch (cause) {
    throw new CliError("NotRunning", "expected `@lychgate/console` to be installed", { cause });
  }
}

/** What the files are made of: beside the console's own, what it evaluates policies with. */
const SOURCES = [
  "index.html",
  "package.json",
  "vite.config.ts",
  "public",
  "src",
  "../../packages/evaluation/src",
  "../../packages/policy/src",
  "../../package-lock.json",
];

function isCurrent(folder: string, built: string): boolean {
  const page = statSync(join(built, "index.html"), { throwIfNoEntry: false });
  if (!page) return false;
  const sources = SOURCES.map((name) => join(folder, name)).filter((path) => existsSync(path));
  return Math.max(...sources.map(newest)) <= page.mtimeMs;
}

/** When a file, or the newest of a folder, was written. */
function newest(path: string): number {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function runVite(folder: string, signal: AbortSignal | undefined): Promise<void> {
  const args = [viteFor(folder), "build", "--logLevel", "warn", "--emptyOutDir"];
  const env = { ...process.env, NODE_ENV: "production" };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder, env, ...(signal && { signal }) },
      (cause, stdout, stderr) => {
        if (!cause) return resolve();
        const why = `${stdout}${stderr}`.trim() || cause.message;
        reject(new CliError("NotRunning", `the console cannot be built\n${why}`, { cause }));
      },
    );
  });
}

function viteFor(folder: string): string {
  try {
    const require = createRequire(join(folder, "package.json"));
    return join(dirname(require.resolve("vite/package.json")), "bin/vite.js");
  } catch (cause) {
    throw new CliError("NotRunning", "expected `vite` to be installed, which builds the console", { cause });
  }
}
