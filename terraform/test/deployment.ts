/** A deployment of a copy of this repository into an AWS API server, as a person would make it. */
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isJsonObject, type JsonObject } from "../src/contract-document.ts";
import { parse } from "./json.ts";
import { providerMirror } from "./terraform-command.ts";

const CHECKOUT = fileURLToPath(new URL("../../", import.meta.url));

/** In the order in which they are deployed. */
export const STACKS = ["bootstrap", "identity", "policy-store", "api"] as const;

export type StackName = (typeof STACKS)[number];

export interface CommandResult {
  code: number | null;
  output: string;
}

export interface Deployment {
  root: string;
  /** Runs cdktf; what it prints comes back. */
  cdktf(...args: readonly string[]): Promise<CommandResult>;
  /** Runs Terraform in a synthesized stack. */
  terraform(stack: StackName, ...args: readonly string[]): Promise<CommandResult>;
  /** Runs the `lychgate` command in the copy. */
  lychgate(...args: readonly string[]): Promise<CommandResult>;
  outputs(stack: StackName): Promise<Record<string, string>>;
  /** Has every stack but `bootstrap` keep its state in the deployed bucket. */
  useStateBucket(bucket: string): void;
  stackFolder(stack: StackName): string;
  remove(): void;
}

/** The full name of a stack of the local environment. */
export function fullName(stack: StackName): string {
  return `lychgate-local-${stack}`;
}

export function createDeployment(endpoint: string): Deployment {
  const root = mkdtempSync(join(tmpdir(), "lychgate-deployment-"));
  copyCheckout(root);
  const env = environmentFor(root, endpoint);
  const folder = join(root, "terraform");
  const run = (command: string, args: readonly string[], cwd: string) =>
    runCommand(command, args, { cwd, env });
  const stackFolder = (stack: StackName) => join(folder, "cdktf.out/stacks", fullName(stack));
  const terraform: Deployment["terraform"] = (stack, ...args) => run("terraform", args, stackFolder(stack));
  return {
    root,
    stackFolder,
    terraform,
    cdktf: (...args) => run(process.execPath, ["bin/cdktf.mjs", ...args], folder),
    lychgate: (...args) =>
      run(process.execPath, [join(CHECKOUT, "packages/cli/bin/lychgate.mjs"), ...args], root),
    async outputs(stack) {
      const { output } = await terraform(stack, "output", "-json", "-no-color");
      return Object.fromEntries(Object.entries(parse(output)).map(([name, each]) => [name, textOf(each)]));
    },
    useStateBucket: (bucket) => {
      for (const stack of STACKS)
        if (stack !== "bootstrap") overrideBackend(stackFolder(stack), stack, bucket, endpoint);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function textOf(output: unknown): string {
  return isJsonObject(output) && typeof output.value === "string" ? output.value : "";
}

function copyCheckout(root: string): void {
  for (const name of ["lychgate.json", "policies", "apps", "terraform"]) {
    cpSync(join(CHECKOUT, name), join(root, name), { recursive: true, filter: isCopied });
  }
  symlinkSync(join(CHECKOUT, "node_modules"), join(root, "node_modules"), "junction");
  const nested = join(CHECKOUT, "terraform/node_modules");
  if (existsSync(nested)) symlinkSync(nested, join(root, "terraform/node_modules"), "junction");
}

function isCopied(path: string): boolean {
  return !["node_modules", ".turbo", "cdktf.out", ".state"].includes(basename(path));
}

/** What is run here reaches no account: the credentials are nobody's, and every service is the server's. */
function environmentFor(root: string, endpoint: string): NodeJS.ProcessEnv {
  const rc = join(root, "terraform.rc");
  writeFileSync(
    rc,
    `provider_installation {\n  filesystem_mirror {\n    path = "${providerMirror() ?? ""}"\n  }\n}\n`,
  );
  return {
    ...process.env,
    LYCHGATE_ENVIRONMENT: "local",
    LYCHGATE_AWS_ENDPOINT: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-west-1",
    TF_CLI_CONFIG_FILE: rc,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    CI: "true",
  };
}

/**
 * The environment `local` keeps its states in files, so that it needs nothing; this says otherwise, for the
 * stack's own state and for those of the stacks that it reads.
 */
function overrideBackend(folder: string, stack: StackName, bucket: string, endpoint: string): void {
  const synthesized = parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
  const read = Object.keys(
    isJsonObject(synthesized.data) ? (synthesized.data.terraform_remote_state ?? {}) : {},
  );
  const states = STACKS.flatMap((other) => {
    const name = read.find((each) => each.endsWith(fullName(other)));
    return name === undefined
      ? []
      : [[name, { backend: "s3", config: bucketState(other, bucket, endpoint) }]];
  });
  const override = {
    terraform: { backend: { s3: { ...bucketState(stack, bucket, endpoint), use_lockfile: true } } },
    ...(states.length > 0 && { data: { terraform_remote_state: Object.fromEntries(states) } }),
  };
  writeFileSync(join(folder, "backend_override.tf.json"), JSON.stringify(override));
}

function bucketState(stack: StackName, bucket: string, endpoint: string): JsonObject {
  return {
    bucket,
    key: `${stack}.tfstate`,
    region: "eu-west-1",
    encrypt: true,
    endpoints: { s3: endpoint, sts: endpoint, iam: endpoint },
    use_path_style: true,
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_requesting_account_id: true,
    // moto does not know the checksums that the backend sends with a state.
    skip_s3_checksum: true,
  };
}

function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", reject).once("close", (code) => resolve({ code, output }));
  });
}

/** The archive of a function as it was handed to the server. */
export function functionArchives(folder: string): Buffer[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".zip"),
  );
  return files.map((file) => readFileSync(join(folder, file)));
}
