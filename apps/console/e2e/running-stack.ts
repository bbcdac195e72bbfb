/** `npm start` in a copy of the checkout. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LocalStackFile } from "../../local/src/local-stack-file.ts";
import { type CheckoutCopy, copyCheckout } from "../../local/test/checkout-copy.ts";

export interface RunningStack {
  checkout: CheckoutCopy;
  /** As it is printed. */
  consoleUrl: string;
  end(): Promise<void>;
}

/** Node keeps compiled code here from one process to the next. */
const COMPILED = fileURLToPath(new URL("../../../node_modules/.cache/lychgate", import.meta.url));

export async function startStack(): Promise<RunningStack> {
  const checkout = copyCheckout();
  const start = join(checkout.root, "apps/local/bin/start.mjs");
  const child = spawn(process.execPath, [start, "--port", "0"], {
    cwd: checkout.root,
    env: { PATH: process.env.PATH ?? "", NODE_COMPILE_CACHE: COMPILED },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const end = async () => {
    await ended(child);
    checkout.end();
  };
  try {
    return { checkout, consoleUrl: await printedUrl(child), end };
  } catch (error) {
    await end();
    throw error;
  }
}

export function stackFileIn(root: string): LocalStackFile {
  return JSON.parse(readFileSync(join(root, ".lychgate/stack.json"), "utf8"));
}

async function printedUrl({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("expected what `npm start` prints");
  const said: string[] = [];
  const lines = createInterface({ input: stdout });
  for await (const line of lines) {
    said.push(line);
    const url = /^Console\s+(\S+)$/.exec(line)?.[1];
    if (url !== undefined) {
      // What else it prints is not waited for, and must not hold it up.
      stdout.resume();
      return url;
    }
  }
  throw new Error(`expected \`npm start\` to print the console's address, got\n${said.join("\n")}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  await closed;
}
