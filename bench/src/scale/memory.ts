/** What a container holds at capacity, each cache measured in a process of its own. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Filled } from "./memory-process.ts";

const run = promisify(execFile);

const PROCESS = fileURLToPath(new URL("memory-process.ts", import.meta.url));

export async function runMemory(): Promise<Filled[]> {
  const count: number = await measured("");
  const filled: Filled[] = [];
  for (let index = 0; index < count; index++) filled.push(await measured(String(index)));
  return filled;
}

async function measured<Printed>(argument: string): Promise<Printed> {
  const flags = ["--expose-gc", "--max-old-space-size=3000"];
  const { stdout } = await run(process.execPath, [...flags, PROCESS, argument]);
  return JSON.parse(stdout);
}
