import { EXIT_CODES, findConfig, parsePort, untilAsked } from "@lychgate/cli";
import { Command, CommanderError } from "commander";
import type { FunctionFiles } from "./function-build.ts";
import { callOpen } from "./open-call.ts";
import type { SyncOutcome } from "./policy-sync.ts";
import { watchFolder } from "./policy-watch.ts";
import { formatOutcome, runScenario } from "./scenario.ts";
import { type Stack, startStack } from "./stack.ts";

interface StartOptions {
  once?: boolean;
  port: number;
  endpoint?: string;
  open?: boolean;
  verbose?: boolean;
}

/** What `main.ts` has begun before the command line is read. */
interface Begun {
  root: string;
  functions: Promise<FunctionFiles>;
}

/** Runs `npm start` with its options. It is the only place that prints errors and sets the exit code. */
export async function runCommandLine(argv: readonly string[], begun: Begun): Promise<void> {
  // Whoever reads the output may stop reading, as `head` does.
  process.stdout.on("error", () => process.exit(EXIT_CODES.fault));
  try {
    await start(
      createCommand()
        .parse([...argv])
        .opts<StartOptions>(),
      begun,
    );
  } catch (error) {
    process.exitCode = report(error);
  }
}

function createCommand(): Command {
  return new Command("npm start --")
    .description("Boot the whole system on this machine, run the scenario, and keep serving until Ctrl-C.")
    .option("--once", "end after the scenario: 0 when every call is as expected, 1 otherwise")
    .option("--port <number>", "the gateway's port on 127.0.0.1; 0 for any that is free", parsePort, 4010)
    .option("--endpoint <url>", "use an AWS API server on this machine in place of the embedded services")
    .option(
      "--open",
      "serve the API before it is protected: everybody is let through, and the scenario is not run",
    )
    .option("--verbose", "print a line for every request")
    .exitOverride();
}

async function start(
  { once = false, port, endpoint, open = false, verbose = false }: StartOptions,
  { root, functions }: Begun,
): Promise<void> {
  const onDecision = verbose ? { onDecision: (entry: object) => console.log(JSON.stringify(entry)) } : {};
  const stack = await startStack({
    root,
    port,
    functions,
    open,
    ...(endpoint && { endpoint }),
    ...onDecision,
  });
  const asked = untilAsked();
  try {
    console.log(`ready after ${Math.round(performance.now())} ms\n`);
    const isFine = open ? await printOpenCall(stack) : await printScenario(stack);
    if (once) {
      if (!isFine) process.exitCode = EXIT_CODES.findings;
      return;
    }
    const stopWatching = watchFolder(root, findConfig(root).config.policies, () => putInForce(stack));
    console.log(`\n${whereabouts(stack)}\n`);
    stack.prepareConsole();
    await asked;
    stopWatching();
  } finally {
    await stack.close();
  }
}

async function printScenario({ file }: Stack): Promise<boolean> {
  let isFine = true;
  for await (const outcome of runScenario(file)) {
    console.log(formatOutcome(outcome));
    isFine &&= outcome.asExpected;
  }
  return isFine;
}

async function printOpenCall({ file }: Stack): Promise<boolean> {
  console.error(
    "warning: --open lets everybody through, with any token or none; start without it to protect the API",
  );
  const { text, isOpen } = await callOpen(file);
  console.log(text);
  return isOpen;
}

function whereabouts({ file }: Stack): string {
  return [
    `API             ${file.apiUrl}  (callers come from 192.0.2.10, a clinic)`,
    `API, elsewhere  ${file.outsideApiUrl}  (callers come from 203.0.113.10)`,
    `Other methods   ${file.methods.apiUrl}  (docs/choosing-a-method.md)`,
    `Console         ${file.consoleUrl}`,
    `Cognito         ${file.cognito.endpoint}  pool ${file.cognito.userPoolId}, client ${file.cognito.clientId}`,
    `DynamoDB        ${file.dynamodb.endpoint}  table ${file.dynamodb.tableName}`,
    `users           ${file.users.map(({ username }) => username).join(", ")}; passwords in .lychgate/stack.json`,
    "",
    `curl -H "Authorization: Bearer $(npx lychgate token vet)" ${file.apiUrl}/petstore/v1/pets`,
    "Save a policy in policies/ to put it in force. Ctrl-C ends everything.",
  ].join("\n");
}

async function putInForce(stack: Stack): Promise<void> {
  try {
    console.log(formatSync(await stack.sync()));
  } catch (error) {
    console.error(`not in force: ${error instanceof Error ? error.message : error}`);
  }
}

function formatSync(outcome: SyncOutcome): string {
  if (outcome.kind === "unchanged") return "saved: the policies say the same as before";
  if (outcome.kind === "refused")
    return `not in force, the last good policies are:\n${outcome.problems.join("\n")}`;
  return outcome.groups.map(({ group, change }) => `in force: ${group} ${change}`).join("\n");
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.fine : EXIT_CODES.fault;
  console.error(`lychgate: ${error instanceof Error ? error.message : error}`);
  return EXIT_CODES.fault;
}
