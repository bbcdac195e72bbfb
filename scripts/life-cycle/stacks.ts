/** The commands of a deployment, as a person would give them; what they print is shown. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stackName } from "../stack-name.ts";
import { LifeCycleError } from "./errors.ts";
import type { Target } from "./target.ts";

type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Builds the bundles of the functions. @throws LifeCycleError `CommandFailed` */
export function buildBundles(root: string): void {
  run("npm", ["run", "build"], root, {});
}

/**
 * Deploys stacks that do not need each other; those that they need stand already.
 * @returns the outputs of each, by its short name
 * @throws LifeCycleError `CommandFailed`
 */
export function deployStacks(
  root: string,
  target: Target,
  stacks: readonly string[],
  access: "open" | "protected" = "protected",
): Outputs {
  const folder = mkdtempSync(join(tmpdir(), "lychgate-outputs-"));
  const file = join(folder, "outputs.json");
  try {
    const names = stacks.map((stack) => stackName(target.name, stack));
    cdktf(root, target, deployArguments(target, names, file), access);
    const outputs: Outputs = JSON.parse(readFileSync(file, "utf8"));
    return Object.fromEntries(stacks.map((stack) => [stack, outputs[stackName(target.name, stack)] ?? {}]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function deployArguments({ endpoint }: Target, names: readonly string[], outputs: string): string[] {
  const options = ["--ignore-missing-stack-dependencies", "--auto-approve", "--outputs-file", outputs];
  return ["deploy", ...names, ...options, ...providerOptions(endpoint)];
}

/** A lock of the provider for other platforms asks a registry; what is local is shared with no other. */
function providerOptions(endpoint: string | undefined): string[] {
  return endpoint === undefined ? [] : ["--skip-provider-lock"];
}

/**
 * Deletes every stack but `bootstrap`, each before those that it needs.
 * @throws LifeCycleError `CommandFailed`; what could not be deleted stays
 */
export function destroyStacks(root: string, target: Target): void {
  cdktf(root, target, destroyArguments(target));
}

/**
 * All stacks are named at once, and none is let off its order: told to ignore stacks that are not named,
 * `cdktf destroy` of several starts the first one again and again until it is gone.
 */
export function destroyArguments({ name, endpoint }: Target): string[] {
  const all = stackName(name, "{edge,api,policy-store,identity}");
  return ["destroy", all, "--auto-approve", ...providerOptions(endpoint)];
}

/** Puts the repository's policies into a table. @throws LifeCycleError `CommandFailed` */
export function seedPolicies(root: string, { region, endpoint }: Target, table: string): void {
  const options = [
    "--table",
    table,
    "--region",
    region,
    ...(endpoint === undefined ? [] : ["--endpoint", endpoint]),
  ];
  run(process.execPath, ["packages/cli/bin/lychgate.mjs", "seed", ...options], root, {});
}

function cdktf(root: string, target: Target, args: readonly string[], access = "protected"): void {
  const variables = { LYCHGATE_ACCESS: access === "open" ? "open" : "", ...credentialsFor(target) };
  run(process.execPath, ["bin/cdktf.mjs", ...args], join(root, "terraform"), variables);
}

/** An AWS API server takes anybody's; nobody's real ones are sent to it. */
function credentialsFor({ endpoint }: Target): Record<string, string> {
  return endpoint === undefined ? {} : { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
}

function run(program: string, args: readonly string[], cwd: string, variables: Record<string, string>): void {
  const env = { ...process.env, ...variables };
  const isWindowsScript = program === "npm" && process.platform === "win32";
  const { status, error } = spawnSync(program, [...args], {
    cwd,
    env,
    stdio: "inherit",
    shell: isWindowsScript,
  });
  if (status === 0) return;
  const why = error?.message ?? `ended with ${status ?? "a signal"}`;
  throw new LifeCycleError("CommandFailed", `${[program, ...args.slice(0, 2)].join(" ")}: ${why}`, {
    cause: error,
  });
}
