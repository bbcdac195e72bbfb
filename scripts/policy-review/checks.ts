/** What a review runs: each is a command that a developer can run as well. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Ended, Run } from "../command.ts";

const ROOT = join(import.meta.dirname, "../..");
/** The command, as node runs it. */
export const LYCHGATE = join(ROOT, "packages/cli/bin/lychgate.mjs");
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");

export interface Check {
  name: string;
  /** What holds when it is fine. */
  holds: string;
  /** What node runs. */
  args: readonly string[];
  /** What the same command writes in other formats. */
  files?: Readonly<Record<string, string>>;
  /** Without whose success there is nothing more to say. */
  needs?: string;
}

/** In the order in which a reader wants to know. */
export const CHECKS: readonly Check[] = [
  { name: "validate", holds: "the policies compile", args: [LYCHGATE, "validate"] },
  {
    name: "lint",
    holds: "the linter finds no error",
    args: [LYCHGATE, "lint"],
    files: { "lint.sarif": "sarif" },
    needs: "validate",
  },
  {
    name: "prove",
    holds: "the guardrails are proved",
    args: [LYCHGATE, "prove"],
    files: { "prove.sarif": "sarif" },
    needs: "validate",
  },
  {
    name: "tests",
    holds: "the policy tests pass",
    args: [VITEST, "run", "policies/", "--reporter=dot"],
    needs: "validate",
  },
  {
    name: "coverage",
    holds: "the policy tests would notice a mistake",
    args: [LYCHGATE, "coverage", "--min-statements", "100", "--min-mutation", "90"],
    needs: "tests",
  },
];

/** What is let in, which is no finding by itself. */
export function diffCheck(base: string, head: string | undefined): Check {
  const ends = ["--base", base, ...(head === undefined ? [] : ["--head", head])];
  return {
    name: "diff",
    holds: "what it lets in is known",
    args: [LYCHGATE, "diff", ...ends, "--format", "markdown"],
    files: { "diff.sarif": "sarif", "diff.json": "json" },
    needs: "validate",
  };
}

/** `fault` when it could not be found out, which is never taken for `fine`. */
export type Result = "fine" | "findings" | "fault" | "not run";

export interface Outcome {
  name: string;
  holds: string;
  result: Result;
  /** What was printed. */
  output: string;
}

const RESULTS: ReadonlyMap<number, Result> = new Map([
  [0, "fine"],
  [1, "findings"],
]);

/** Runs a check and writes its files into a folder. */
export function runCheck({ name, holds, args, files = {} }: Check, folder: string, run: Run): Outcome {
  const ended = run(process.execPath, args);
  const results = Object.entries(files).map(([file, format]) => {
    const written = run(process.execPath, withFormat(args, format));
    if (resultOf(written) !== "fault") writeFileSync(join(folder, file), written.stdout);
    return resultOf(written);
  });
  const result = results.includes("fault") ? "fault" : resultOf(ended);
  const output = result === "fine" ? ended.stdout : ended.output;
  return { name, holds, result, output: stripVTControlCharacters(output) };
}

/** Runs the checks one after the other, but for those that need what is not fine. */
export function* runChecks(checks: readonly Check[], folder: string, run: Run): Generator<Outcome> {
  const fine = new Set<string>();
  for (const check of checks) {
    const { name, holds, needs } = check;
    const isWanted = needs === undefined || fine.has(needs);
    const outcome: Outcome = isWanted
      ? runCheck(check, folder, run)
      : { name, holds, result: "not run", output: "" };
    if (outcome.result === "fine") fine.add(name);
    yield outcome;
  }
}

/** How the command ends that ran them: 0 when all are fine, 1 for findings, 2 when something could not be found out. */
export function exitCodeOf(outcomes: readonly Pick<Outcome, "result">[]): 0 | 1 | 2 {
  const results = outcomes.map(({ result }) => result);
  if (results.length === 0 || results.includes("fault")) return 2;
  return results.every((result) => result === "fine") ? 0 : 1;
}

function resultOf({ code }: Ended): Result {
  return RESULTS.get(code) ?? "fault";
}

function withFormat(args: readonly string[], format: string): string[] {
  const index = args.indexOf("--format");
  return [...(index === -1 ? args : args.slice(0, index)), "--format", format];
}
