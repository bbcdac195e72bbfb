/**
 * The life cycle of a deployment, a step a command: 0 when it went as expected, 1 when a call was answered otherwise,
 * 2 for a fault. docs/life-cycle.md goes through it.
 *
 *     LYCHGATE_ENVIRONMENT=dev node scripts/life-cycle.ts deploy
 */
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { callOpen, callProtected } from "./life-cycle/calls.ts";
import { beginLogin, deployedPage, endLogin, localPage } from "./life-cycle/login.ts";
import { buildBundles } from "./life-cycle/stacks.ts";
import { deploy, destroy, protect } from "./life-cycle/steps.ts";
import { lifeCycleTarget } from "./life-cycle/target.ts";

const ROOT = join(import.meta.dirname, "..");

interface LoginOptions {
  code?: string;
  local?: boolean;
}

function createCommand(): Command {
  const program = new Command("life-cycle")
    .description("Try a deployment from its creation to its end, in the environment of LYCHGATE_ENVIRONMENT.")
    .exitOverride();
  const step = (name: string, description: string) =>
    program.command(name).description(description).exitOverride();
  step("package", "bundle the functions").action(() => buildBundles(ROOT));
  step("deploy", "make the stacks with the API open, and a user with a generated password").action(() =>
    deploy(ROOT, target()),
  );
  step("login", "show the hosted login's address, and open it where there is a browser")
    .option("--code <code>", "end the login: the code, or the address that the browser was sent to")
    .option("--local", "the login page of the local stack that runs here")
    .action(login);
  step("call-open", "call the API before it is protected").action(() => judge(callOpen(ROOT, target())));
  step("protect", "update the stack: the authorizer decides").action(() => protect(ROOT, target()));
  step("call", "call it with no token, a foreign one, a good one, and on a forbidden route").action(() =>
    judge(callProtected(ROOT, target())),
  );
  step("destroy", "delete everything").action(() => destroy(ROOT, target()));
  return program;
}

function target() {
  return lifeCycleTarget(process.env);
}

async function login({ code, local = false }: LoginOptions): Promise<void> {
  const page = local ? localPage(ROOT) : deployedPage(ROOT, target());
  if (code !== undefined) return endLogin(ROOT, page, code);
  await beginLogin(ROOT, page, process.stdout.isTTY);
}

async function judge(isFine: Promise<boolean>): Promise<void> {
  if (!(await isFine)) process.exitCode = 1;
}

try {
  await createCommand().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
