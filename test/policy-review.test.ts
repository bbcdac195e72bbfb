import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Run } from "../scripts/command.ts";
import {
  CHECKS,
  type Check,
  diffCheck,
  exitCodeOf,
  type Outcome,
  type Result,
  runCheck,
  runChecks,
} from "../scripts/policy-review/checks.ts";
import { commentText, LONGEST, MARKER, untouchedText } from "../scripts/policy-review/comment-text.ts";
import { isDeciding, parseDecidingConfig } from "../scripts/policy-review/deciding-files.ts";
import { changedFiles, commitOf } from "../scripts/policy-review/git.ts";

const CONFIG = { policies: "./policies", contracts: ["apps/petstore/openapi.yaml"] };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lychgate-review-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Ends by the first word that stands in the command line, otherwise well; prints the command's last word. */
function ending(codes: Record<string, number> = {}): { run: Run; calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    run: (_, args) => {
      const line = args.join(" ");
      calls.push(line);
      const word = Object.keys(codes).find((each) => line.includes(each));
      const stdout = `printed ${args.at(-1)}`;
      return { code: word === undefined ? 0 : (codes[word] ?? 0), stdout, output: stdout };
    },
  };
}

function outcome(name: string, result: Result, output = ""): Outcome {
  return { name, holds: `${name} holds`, result, output };
}

describe("a file decides who may do what", () => {
  it.each([
    ["policies/admins.ts", true],
    ["policies/guardrails.ts", true],
    ["policies-of-others/admins.ts", false],
    ["apps/petstore/openapi.yaml", true],
    ["apps/petstore/src/routes.ts", false],
    ["lychgate.json", true],
    ["packages/policy/src/compile.ts", true],
    ["packages/gateway/src/api.ts", false],
    ["scripts/policy-gate.ts", true],
    [".github/CODEOWNERS", true],
    ["package-lock.json", true],
    ["README.md", false],
  ])("%s: %s", (file, expected) => expect(isDeciding(file, CONFIG)).toBe(expected));

  it.each(["[]", '{"policies":"policies"}', '{"policies":"policies","contracts":[1]}'])(
    "which %s does not say",
    (text) => expect(() => parseDecidingConfig(text)).toThrow("expected `policies` and `contracts`"),
  );
});

describe("git", () => {
  it.each(["--output=x", "", "no-such-ref"])("knows no commit by `%s`", (ref) => {
    const run: Run = (_, args) => ({ code: args.includes("^{commit}") ? 1 : 128, stdout: "", output: "" });
    expect(() => commitOf(run, ref)).toThrow(`expected a commit, got \`${ref}\``);
  });

  it("gives the names of files as they are", () => {
    const run: Run = () => ({ code: 0, stdout: "a b.ts\0ä\n.ts\0", output: "" });
    expect(changedFiles(run, "x", "y")).toEqual(["a b.ts", "ä\n.ts"]);
  });

  it("does not take its failure for no change", () => {
    const run: Run = () => ({ code: 128, stdout: "", output: "bad revision" });
    expect(() => changedFiles(run, "x", "y")).toThrow("git diff ended with 128: bad revision");
  });
});

describe("a check", () => {
  const LINT: Check = { name: "lint", holds: "no holes", args: ["lint"], files: { "lint.sarif": "sarif" } };

  it.each([
    [0, "fine"],
    [1, "findings"],
    [2, "fault"],
    [127, "fault"],
  ])("that ends with %i is %s", (code, result) => {
    expect(runCheck(LINT, folder, ending({ lint: code }).run)).toMatchObject({ result });
  });

  it("is shown without the colours of a terminal", () => {
    const run: Run = () => ({ code: 1, stdout: "", output: "\u001b[31mred\u001b[39m" });
    expect(runCheck({ name: "tests", holds: "", args: [] }, folder, run).output).toBe("red");
  });

  it("writes its findings as SARIF as well", () => {
    runCheck(LINT, folder, ending({ lint: 1 }).run);
    expect(readFileSync(join(folder, "lint.sarif"), "utf8")).toBe("printed sarif");
  });

  it("is a fault, and leaves no file, when the SARIF cannot be written", () => {
    expect(runCheck(LINT, folder, ending({ "--format sarif": 2 }).run).result).toBe("fault");
    expect(existsSync(join(folder, "lint.sarif"))).toBe(false);
  });

  it("writes the comparison in every format, of the same two commits", () => {
    const { run, calls } = ending();
    runCheck(diffCheck("abc", undefined), folder, run);
    expect(calls.map((call) => call.replace(/^.*lychgate\.mjs /, ""))).toEqual([
      "diff --base abc --format markdown",
      "diff --base abc --format sarif",
      "diff --base abc --format json",
    ]);
  });
});

describe("the checks", () => {
  it("are all run, whatever one of them finds", () => {
    const results = [...runChecks(CHECKS, folder, ending({ " lint": 1, " prove": 2 }).run)];
    expect(results.map(({ name, result }) => `${name}: ${result}`)).toEqual([
      "validate: fine",
      "lint: findings",
      "prove: fault",
      "tests: fine",
      "coverage: fine",
    ]);
  });

  it("do not ask whether tests that fail would notice anything", () => {
    const results = [...runChecks(CHECKS, folder, ending({ vitest: 1 }).run)];
    expect(results.at(-2)).toMatchObject({ name: "tests", result: "findings" });
    expect(results.at(-1)).toMatchObject({ name: "coverage", result: "not run" });
  });

  it("end with the first when the policies do not compile", () => {
    const { run, calls } = ending({ validate: 1 });
    const checks = [...CHECKS, diffCheck("abc", undefined)];
    const results = [...runChecks(checks, folder, run)].map(({ result }) => result);
    expect(results).toEqual(["findings", "not run", "not run", "not run", "not run", "not run"]);
    expect(calls).toHaveLength(1);
  });

  it.each<[Result[], number]>([
    [["fine", "fine"], 0],
    [["fine", "findings"], 1],
    [["findings", "fault"], 2],
    [["findings", "not run"], 1],
    [["fine", "not run"], 1],
    [[], 2],
  ])("that are %j end with %i", (results, code) => {
    expect(exitCodeOf(results.map((result) => ({ result })))).toBe(code);
  });
});

describe("the comment", () => {
  const DIFF = outcome("diff", "fine", `**Lets in**: \`g\` may now \`GET /x\`.\n\n| a table |\n${MARKER}\n`);

  it("begins with what is let in, and ends with the marker, which stands there once", () => {
    const text = commentText([outcome("validate", "fine"), DIFF]);
    expect(text.split("\n")[0]).toBe("**Lets in**: `g` may now `GET /x`.");
    expect(text.split(MARKER)).toHaveLength(2);
    expect(text.trimEnd().endsWith(MARKER)).toBe(true);
    expect(text).toContain("| ✓ | `validate`: validate holds |");
  });

  it("shows what a check found, whatever it holds", () => {
    const text = commentText([outcome("lint", "findings", "</pre>@all"), DIFF]);
    expect(text).toContain("| ✗ | `lint`: lint holds |");
    expect(text).toContain("<pre>&lt;/pre&gt;@all\n</pre>");
  });

  it.each<[string, Outcome, Outcome, string]>([
    [
      "the policies do not compile",
      outcome("diff", "not run"),
      outcome("validate", "findings", "policies/a.ts:1: no"),
      "**The policies or contracts are not valid**, so nobody can say what this lets in.",
    ],
    [
      "the comparison failed",
      outcome("diff", "fault", "no such commit"),
      outcome("validate", "fine"),
      "**What this lets in could not be found out.**",
    ],
  ])("never says that nothing is let in when %s", (_, diff, validate, first) => {
    expect(commentText([validate, diff]).split("\n")[0]).toBe(first);
  });

  it("never says that nothing is let in when nothing was compared", () => {
    expect(commentText([])).toMatch(/^\*\*What this lets in could not be found out\.\*\*\n/);
  });

  it("stays below what GitHub takes", () => {
    const diff = outcome("diff", "fine", `**Lets in** much.\n${"x".repeat(60_000)}\n${MARKER}`);
    const loud = ["lint", "prove", "tests", "coverage"].map((name) =>
      outcome(name, "findings", "<".repeat(9_000)),
    );
    const text = commentText([...loud, diff]);
    expect(text.length).toBeLessThanOrEqual(LONGEST);
    expect(text).toContain("What the checks found stands in the run's log.");
  });

  it("says so when a change touches nothing that decides", () => {
    expect(untouchedText()).toBe(
      `**Lets in nothing.** No policy, contract or guardrail is touched.\n\n${MARKER}\n`,
    );
  });
});
