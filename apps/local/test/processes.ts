/** The commands as their users run them: processes of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `npm start -- …` in a checkout, to its end. */
export function npmStart(root: string, ...args: string[]): Promise<Run> {
  return runToEnd(spawnNode([startFile(root), ...args], root));
}

/** `npx lychgate …` in a checkout, to its end. */
export function lychgate(root: string, ...args: string[]): Promise<Run> {
  return runToEnd(spawnNode([fileURLToPath(LYCHGATE), ...args], root));
}

/** `npm start` that goes on until it is told to end. */
export interface Running {
  /** The next line of standard output that holds this text. */
  lineWith(text: string): Promise<string>;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A test that fails may leave them behind. */
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
});

export function keepStarted(root: string, ...args: string[]): Running {
  const child = spawnNode([startFile(root), ...args], root);
  started.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const code = ended(child);
  return {
    async lineWith(wanted) {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`expected a line with \`${wanted}\`, but it ended`);
        if (value.includes(wanted)) return value;
      }
    },
    end(signal) {
      child.kill(signal);
      return code;
    },
  };
}

/** Node keeps compiled code here from one process to the next, which halves the time that it takes to start. */
const COMPILED = fileURLToPath(new URL("../../../node_modules/.cache/lychgate", import.meta.url));

const LYCHGATE = new URL("../../../packages/cli/bin/lychgate.mjs", import.meta.url);

function startFile(root: string): string {
  return join(root, "apps/local/bin/start.mjs");
}

/** Nothing of the machine's own settings: no test depends on them. */
function spawnNode(args: readonly string[], cwd: string) {
  return spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH ?? "", NODE_COMPILE_CACHE: COMPILED },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function runToEnd(child: ReturnType<typeof spawnNode>): Promise<Run> {
  const [code, stdout, stderr] = await Promise.all([ended(child), text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
}
