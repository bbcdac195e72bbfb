/**
 * `npm start`: boots the local stack, runs the scenario against it, and keeps serving. The functions are
 * built by a process of esbuild's own, which works while this one is still loading the rest.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFunctions } from "./function-build.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");

const functions = buildFunctions(ROOT);
// Whoever waits for them is told; nobody does when the command line is wrong.
functions.catch(() => {});
const { runCommandLine } = await import("./command-line.ts");
await runCommandLine(process.argv, { root: ROOT, functions });
