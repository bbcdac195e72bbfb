/** Runs the policy tests of a repository once and reads what they expect. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Expectation } from "@lychgate/evaluation";
import { CliError } from "../errors.ts";
import { COVERAGE_FOLDER_VARIABLE } from "../testing/recorder.ts";
import { parseExpectation } from "./recorded-expectation.ts";

export type PolicyTestRun =
  | { passed: true; expectations: Expectation[] }
  /** What the tests printed. */
  | { passed: false; output: string };

/**
 * Runs the tests in a folder of policies.
 * @param root the repository's root
 * @param policies the folder, from the root
 * @throws CliError `NotRunning` where vitest is not installed
 */
export async function runPolicyTests(root: string, policies: string): Promise<PolicyTestRun> {
  const folder = mkdtempSync(join(tmpdir(), "lychgate-coverage-"));
  try {
    const failure = await runVitest(root, [`${join(root, policies)}/`], folder);
    if (failure !== undefined) return { passed: false, output: failure };
    return { passed: true, expectations: readExpectations(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Its output when tests fail. */
function runVitest(root: string, filters: readonly string[], folder: string): Promise<string | undefined> {
  const args = [vitestIn(root), "run", "--root", root, "--passWithNoTests", "--reporter=default", ...filters];
  const colours = process.stderr.isTTY ? "1" : "0";
  const env = { ...process.env, FORCE_COLOR: colours, [COVERAGE_FOLDER_VARIABLE]: folder };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: root, env, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => resolve(error ? `${stdout}${stderr}` : undefined),
    );
  });
}

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

function vitestIn(root: string): string {
  // The repository's own comes first, for its tests import that one.
  for (const from of [join(root, "package.json"), import.meta.filename]) {
    try {
      const file = join(dirname(createRequire(from).resolve("vitest/package.json")), "vitest.mjs");
      if (existsSync(file)) return file;
    } catch {
      // It is not installed there.
    }
  }
  throw new CliError("NotRunning", "expected vitest to be installed, which runs the policy tests");
}

function readExpectations(folder: string): Expectation[] {
  const lines = readdirSync(folder)
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  // Several tests may ask the same.
  return [...new Set(lines)].filter((line) => line !== "").map((line) => parseExpectation(line));
}
