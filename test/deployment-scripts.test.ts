import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Ended, type Run, run } from "../scripts/command.ts";
import { details } from "../scripts/details.ts";
import { type EnvironmentResults, isSame, issueBody, readResults, report } from "../scripts/drift-report.ts";
import { stackName } from "../scripts/stack-name.ts";
import { comparePolicies, planStacks, type Synthesized } from "../scripts/stack-plan.ts";

const RUN_URL = "https://github.com/o/r/actions/runs/1";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lychgate-scripts-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Stands for a program: answers by the first rule whose words all stand in the command line, and notes each call. */
function program(...rules: [words: string, ended: Partial<Ended>][]): { run: Run; calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    run: (name, args) => {
      const line = [name, ...args].join(" ");
      calls.push(line);
      const rule = rules.find(([words]) => words.split(" ").every((word) => line.includes(word)));
      const { code = 0, stdout = "" } = rule?.[1] ?? {};
      return { code, stdout, output: stdout };
    },
  };
}

/** What the app in terraform/ leaves behind for `dev`. */
function synthesize(...stacks: string[]): Synthesized {
  const names = stacks.map((stack) => stackName("dev", stack));
  const manifest = Object.fromEntries(
    names.map((name) => [name, { name, workingDirectory: `stacks/${name}` }]),
  );
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks: manifest }));
  return { folder, environment: "dev" };
}

describe("planning stacks", () => {
  it.each([
    [0, "same"],
    [2, "differs"],
    [1, "unknown"],
    [127, "unknown"],
  ])("takes terraform's exit code %i for %s", (code, result) => {
    const terraform = program(["plan", { code, stdout: "the plan" }]);
    expect(planStacks(synthesize("api"), ["api"], terraform.run)).toEqual([
      { subject: "api", result, output: "the plan" },
    ]);
  });

  it("cannot tell when a stack cannot be initialised, and does not plan it", () => {
    const terraform = program([" init ", { code: 1, stdout: "no backend" }]);
    expect(planStacks(synthesize("api"), ["api"], terraform.run)).toEqual([
      { subject: "api", result: "unknown", output: "no backend" },
    ]);
    expect(terraform.calls).toHaveLength(1);
  });

  it("leaves out a stack that the environment does without", () => {
    const planned = planStacks(synthesize("bootstrap", "api"), ["api", "edge"], program().run);
    expect(planned.map(({ subject }) => subject)).toEqual(["api"]);
  });

  it("changes nothing and locks nobody out", () => {
    const terraform = program();
    planStacks(synthesize("api"), ["api"], terraform.run);
    expect(terraform.calls.map((call) => call.split(" ")[2])).toEqual(["init", "plan"]);
    expect(terraform.calls[1]).toContain("-lock=false");
  });

  it("says what it expected when no wanted stack is there", () => {
    expect(() => planStacks(synthesize("identity", "api"), ["edge"], program().run)).toThrow(
      "expected stacks of `dev`: identity, api; not `edge`",
    );
  });

  it("plans the stacks of the environment in their folders", () => {
    const terraform = program();
    planStacks(synthesize("api"), ["api"], terraform.run);
    expect(terraform.calls[1]).toContain(`-chdir=${join(folder, "stacks/lychgate-dev-api")} plan`);
  });

  it("does not take another environment's stacks for its own", () => {
    const { folder } = synthesize("api");
    expect(() => planStacks({ folder, environment: "prod" }, ["api"], program().run)).toThrow(
      "expected stacks of `prod`: no stack; not `api`",
    );
  });

  it("says what to do when nothing has been synthesized", () => {
    expect(() => planStacks({ folder, environment: "dev" }, ["api"], program().run)).toThrow(
      "run `node src/main.ts` in terraform/ first",
    );
  });
});

describe("comparing the policies", () => {
  it.each([
    [0, "same"],
    [1, "differs"],
    [2, "unknown"],
  ])("takes the exit code %i of `lychgate drift` for %s", (code, result) => {
    const programs = program(["output table_name", { stdout: "lychgate-dev-policies" }], ["drift", { code }]);
    expect(comparePolicies(synthesize("policy-store"), programs.run).result).toBe(result);
    expect(programs.calls[1]).toMatch(/ drift --table lychgate-dev-policies$/);
  });

  it("cannot tell when the table is not known", () => {
    const programs = program(["output", { code: 1 }]);
    expect(comparePolicies(synthesize("policy-store"), programs.run).result).toBe("unknown");
    expect(programs.calls).toHaveLength(1);
  });
});

describe("the results of a night", () => {
  const results = (...rows: [string, Record<string, string>][]): EnvironmentResults[] =>
    rows.map(([environment, row]) => ({ environment, results: new Map(Object.entries(row)) }));

  const SAME = results(["dev", { api: "same" }], ["prod", { api: "same" }]);
  const DIFFERENT = results(["dev", { api: "same", policies: "differs" }], ["prod", {}]);

  it.each([
    ["nothing differs", { api: "same", policies: "same" }, true],
    ["a stack differs", { api: "differs", policies: "same" }, false],
    ["something could not be compared", { api: "same", policies: "unknown" }, false],
    ["a result is none that is known", { api: "fine" }, false],
    ["no result has come", {}, false],
  ])("when %s", (_, row, same) => expect(isSame(results(["dev", row]))).toBe(same));

  it("are read by environment, and a missing file is no result", () => {
    mkdirSync(join(folder, "drift"));
    writeFileSync(join(folder, "drift/dev.json"), '{"api":"same"}');
    const read = readResults(join(folder, "drift"), ["dev", "prod"]);
    expect(read).toEqual(results(["dev", { api: "same" }], ["prod", {}]));
  });

  it("say in the issue what differs and what nobody knows", () => {
    const body = issueBody(DIFFERENT, RUN_URL);
    expect(body).toContain("| dev | api | as the main branch says |");
    expect(body).toContain("| dev | policies | **differs** |");
    expect(body).toContain("| prod | everything | **could not be compared** |");
    expect(body).toContain(RUN_URL);
  });

  it.each([
    ["opens an issue", DIFFERENT, "", ["issue list", "label create", "issue create"]],
    ["updates the issue that is open", DIFFERENT, "7\n", ["issue list", "issue edit"]],
    ["closes it when nothing differs any more", SAME, "7\n", ["issue list", "issue close"]],
    ["does nothing when there is nothing to say", SAME, "", ["issue list"]],
  ])("%s", (_, all, open, expected) => {
    const gh = program(["issue list", { stdout: open }]);
    report(all, RUN_URL, gh.run);
    expect(gh.calls.map((call) => call.split(" ").slice(1, 3).join(" "))).toEqual(expected);
  });

  it("are not lost silently when gh fails", () => {
    const gh = program(["issue create", { code: 4, stdout: "not logged in" }]);
    expect(() => report(DIFFERENT, RUN_URL, gh.run)).toThrow("gh issue create ended with 4: not logged in");
  });
});

describe("a block of a summary", () => {
  it("shows text as it is, whatever it holds", () => {
    expect(details("a & b", "```\n</pre><img src=x>\n")).toBe(
      "<details><summary>a &amp; b</summary>\n\n<pre>```\n&lt;/pre&gt;&lt;img src=x&gt;\n</pre>\n</details>\n",
    );
  });

  it("stays below what GitHub takes", () => {
    expect(details("plan", "x".repeat(2_000_000)).length).toBeLessThan(1024 * 1024);
  });
});

describe("running a program", () => {
  it.each([
    [
      "its exit code and both streams",
      "console.log('out'); console.error('err'); process.exit(3)",
      3,
      "out\nerr\n",
    ],
    ["its end by a signal as a failure", "process.kill(process.pid, 'SIGKILL')", 1, ""],
  ])("gives %s", (_, code, status, output) => {
    expect(run(process.execPath, ["-e", code])).toMatchObject({ code: status, output });
  });

  it("gives 127 when it is not there", () => {
    expect(run("lychgate-no-such-program", []).code).toBe(127);
  });
});
