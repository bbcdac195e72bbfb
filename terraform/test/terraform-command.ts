/** Terraform, with a provider that lies on this machine. */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

const PROVIDER = "registry.terraform.io/hashicorp/aws";

/**
 * Folders in which mirrors are looked for; `LYCHGATE_PROVIDER_MIRROR` goes before them.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
const MIRRORS = [
  join(homedir(), ".terraform.d/plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
  ...globSync("/opt/*"),
];

/** The folder that holds the provider, in Terraform's layout. */
export function providerMirror(): string | undefined {
  const named = process.env.LYCHGATE_PROVIDER_MIRROR;
  const folders = named ? [named, ...MIRRORS] : MIRRORS;
  return folders.find((folder) => existsSync(join(folder, PROVIDER)));
}

/** Why Terraform cannot be run here; `undefined` when it can. */
export function whyNoTerraform(): string | undefined {
  if (spawnSync("terraform", ["version"]).status !== 0) return "`terraform` is not on the PATH";
  if (providerMirror() === undefined) {
    return `no mirror holds ${PROVIDER}: name one in LYCHGATE_PROVIDER_MIRROR`;
  }
  return undefined;
}

export interface TerraformResult {
  code: number | null;
  output: string;
}

/** Makes a command that runs Terraform in a folder, off the network. */
export function terraformCommand(): (folder: string, ...args: readonly string[]) => TerraformResult {
  const folder = mkdtempSync(join(tmpdir(), "lychgate-terraform-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, "terraform.rc");
  const mirror = providerMirror() ?? "";
  writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
  const env = {
    ...process.env,
    TF_CLI_CONFIG_FILE: config,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    // Credentials of nobody: what is run here reaches no account.
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  return (stack, ...args) => {
    const { status, stdout, stderr } = spawnSync("terraform", args, { cwd: stack, env, encoding: "utf8" });
    return { code: status, output: `${stdout}${stderr}` };
  };
}
