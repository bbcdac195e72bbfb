/** `.lychgate/stack.json`: where the parts of a running local stack are. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CliError } from "./errors.ts";

export interface StackFile {
  /** The gateway, up to the stage: `http://127.0.0.1:4010/dev`. */
  apiUrl: string;
  /** The same gateway for callers from another network. */
  outsideApiUrl: string;
  consoleUrl: string;
  region: string;
  cognito: { endpoint: string; userPoolId: string; clientId: string; jwksUri: string; issuer: string };
  dynamodb: { endpoint: string; tableName: string };
  users: readonly { username: string; password: string; groups: readonly string[] }[];
}

export function stackFilePath(root: string): string {
  return join(root, ".lychgate", "stack.json");
}

/** Writes the file for its owner alone, for it holds passwords. */
export function writeStackFile(root: string, stack: StackFile): void {
  const file = stackFilePath(root);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 });
}

export function removeStackFile(root: string): void {
  rmSync(stackFilePath(root), { force: true });
}

/** The running local stack, if there is one. */
export function readStackFile(root: string): StackFile | undefined {
  try {
    return JSON.parse(readFileSync(stackFilePath(root), "utf8"));
  } catch {
    return undefined;
  }
}

/** @throws CliError `NotRunning` */
export function runningStack(root: string): StackFile {
  const stack = readStackFile(root);
  if (stack) return stack;
  throw new CliError(
    "NotRunning",
    "no local stack is running here: start it with `npm start`, or name a deployed one",
  );
}
