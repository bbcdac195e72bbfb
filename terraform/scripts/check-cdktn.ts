/**
 * Shows that moving from `cdktf`, which is archived, to `cdktn`, its continuation, changes nothing that is
 * deployed: installs it into a folder of its own, synthesizes every environment with both, and compares.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

const TERRAFORM = join(import.meta.dirname, "..");
const MODULES = join(TERRAFORM, "../node_modules");
const RUNNER = join(import.meta.dirname, "synthesize-all.ts");

const DEPENDENCIES = { cdktn: "0.24.0", "@cdktn/provider-aws": "25.7.0", constructs: ">=10.6.0 <10.8.0" };

/** What the sources import from elsewhere in the repository. */
const LINKED = ["@lychgate", "yaml"];

/** The one change that moving is. */
const RENAMED = [
  ['from "cdktf"', 'from "cdktn"'],
  ['from "@cdktf/provider-aws/', 'from "@cdktn/provider-aws/'],
] as const;

const scratch = mkdtempSync(join(tmpdir(), "lychgate-cdktn-"));
try {
  install(scratch);
  copySources(join(scratch, "src"));
  synthesize(join(TERRAFORM, "src"), join(scratch, "cdktf"));
  synthesize(join(scratch, "src"), join(scratch, "cdktn"));
  process.exitCode = compare(join(scratch, "cdktf"), join(scratch, "cdktn"));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function install(folder: string): void {
  const manifest = { private: true, type: "module", dependencies: DEPENDENCIES };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const args = [
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-package-lock",
    "--loglevel=error",
  ];
  const { status, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(whyNotInstalled(stderr));
  for (const name of LINKED) symlinkSync(join(MODULES, name), join(folder, "node_modules", name));
}

function whyNotInstalled(stderr: string): string {
  const unreachable = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH/.exec(stderr);
  if (unreachable) return `nothing was checked: the npm registry cannot be reached (${unreachable[0]})`;
  return `nothing was checked: npm could not install cdktn\n${stderr.trim()}`;
}

function copySources(folder: string): void {
  mkdirSync(folder);
  cpSync(join(TERRAFORM, "src"), folder, { recursive: true, filter: (file) => !file.endsWith(".test.ts") });
  for (const file of globSync("**/*.ts", { cwd: folder })) {
    const text = readFileSync(join(folder, file), "utf8");
    writeFileSync(
      join(folder, file),
      RENAMED.reduce((renamed, [before, after]) => renamed.replaceAll(before, after), text),
    );
  }
}

function synthesize(sources: string, outdir: string): void {
  const { status, stderr } = spawnSync(process.execPath, [RUNNER, sources, outdir], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${sources} could not be synthesized\n${stderr.trim()}`);
}

/** The exit code: 0 when every stack is the same. */
function compare(ours: string, theirs: string): number {
  const stacks = globSync("*/stacks/*/cdk.tf.json", { cwd: ours }).sort();
  const others = globSync("*/stacks/*/cdk.tf.json", { cwd: theirs }).sort();
  if (stacks.length === 0 || !isDeepStrictEqual(stacks, others)) {
    console.error(`expected the stacks ${stacks.join(", ")}, got ${others.join(", ")}`);
    return 1;
  }
  const differing = stacks.filter((stack) => {
    const differences = differencesOf(read(join(ours, stack)), read(join(theirs, stack)), "");
    for (const difference of differences) console.error(`${stack}: ${difference}`);
    return differences.length > 0;
  });
  if (differing.length === 0)
    console.log(`cdktn ${DEPENDENCIES.cdktn}: the same JSON for ${stacks.length} stacks`);
  return differing.length === 0 ? 0 : 1;
}

/** A stack without what it says of the tool that wrote it. */
function read(file: string): unknown {
  const { "//": _, ...stack } = JSON.parse(readFileSync(file, "utf8"));
  return withoutMetadata(stack);
}

function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//")
      .map(([key, each]) => [key, withoutMetadata(each)]),
  );
}

/** Where two values differ. */
function differencesOf(ours: unknown, theirs: unknown, path: string): string[] {
  if (isDeepStrictEqual(ours, theirs)) return [];
  if (!isRecord(ours) || !isRecord(theirs)) {
    return [`${path}: ${JSON.stringify(ours)} here, ${JSON.stringify(theirs)} with cdktn`];
  }
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...keys].flatMap((key) => differencesOf(ours[key], theirs[key], `${path}/${key}`));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
