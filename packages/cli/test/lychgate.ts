/** The command as its users run it: a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { CHECKOUT } from "./checkout.ts";

const BINARY = fileURLToPath(new URL("../bin/lychgate.mjs", import.meta.url));

/** Node keeps compiled code here from one process to the next, which halves the time that it takes to start. */
const COMPILED = join(CHECKOUT, "node_modules/.cache/lychgate");

export interface RunOptions {
  /** The repository to run in. */
  cwd?: string;
  /** What stands at standard input. */
  input?: string;
  env?: Readonly<Record<string, string>>;
}

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end. */
export async function lychgate(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = start(args, options);
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  const [code, stdout, stderr] = await Promise.all([ended(child), text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** A command that runs until it is told to end. */
export interface Running {
  /** The next line of standard output; `undefined` when there is none any more. */
  nextLine(): Promise<string | undefined>;
  /** Closes its standard output, as `head` does when it has enough. */
  stopReading(): Promise<{ code: number | null; stderr: string }>;
  /** Sends the signal unless it has ended, and gives its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A test that fails may leave them behind. */
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
});

export function startLychgate(args: readonly string[], options: RunOptions = {}): Running {
  const child = start(args, options);
  started.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const code = ended(child);
  const stderr = text(child.stderr);
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  return {
    async nextLine() {
      const { value, done } = await lines.next();
      return done ? undefined : value;
    },
    async stopReading() {
      child.stdout.destroy();
      return { code: await code, stderr: await stderr };
    },
    end(signal = "SIGTERM") {
      child.kill(signal);
      return code;
    },
  };
}

function start(args: readonly string[], { cwd = tmpdir(), env = {} }: RunOptions) {
  return spawn(process.execPath, [BINARY, ...args], { cwd, env: { ...environment(), ...env } });
}

/** Nothing of the machine's own AWS settings, so that no test depends on them or reaches AWS. */
function environment(): Record<string, string> {
  const none = join(COMPILED, "none");
  return {
    PATH: process.env.PATH ?? "",
    NODE_COMPILE_CACHE: COMPILED,
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
}
