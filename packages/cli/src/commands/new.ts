import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { createInterface } from "node:readline/promises";
import { type Contract, nameOfOperation } from "@lychgate/policy";
import { Command } from "commander";
import { operationTags } from "../authoring/operation-tags.ts";
import { policyFileName, writeModule } from "../authoring/policy-file.ts";
import { type Ask, askDescription, askRoutes } from "../authoring/questions.ts";
import { isRead, scaffold } from "../authoring/scaffold.ts";
import { findConfig, type LychgateConfig } from "../config.ts";
import { CliError } from "../errors.ts";
import { loadContract } from "../repository.ts";

interface NewOptions {
  description?: string;
  routes?: string[];
  readOnly?: boolean;
  tag?: string[];
  ip?: string[];
  force?: boolean;
}

const HELP = `
On a terminal it asks for the description and the routes that no option gives.
With --tag, --read-only leaves those operations of the tag that only read.

Examples:
  lychgate new pet-sitter --description "Sitters: read the pets." --routes "GET /petstore/v1/pets"
  lychgate new auditors --description "Auditors: read all." --read-only --ip 192.0.2.0/24`;

export function newCommand(): Command {
  return new Command("new")
    .description("scaffold the policy of a new group and its tests")
    .argument("<group>", "the group's name as the token spells it")
    .option("--description <text>", "who the members are and what they may do")
    .option("--routes <route...>", "routes of the contracts: `GET /petstore/v1/pets`, `ANY /petstore/v1/**`")
    .option("--read-only", "every GET and HEAD of the contracts")
    .option("--tag <tag...>", "every operation that carries an OpenAPI tag")
    .option("--ip <cidr...>", "the networks that requests have to come from")
    .option("--force", "write over files that are there")
    .addHelpText("after", HELP)
    .action(createGroup);
}

async function createGroup(group: string, options: NewOptions): Promise<void> {
  const { root, config } = findConfig(process.cwd());
  const folder = join(root, config.policies);
  const file = join(folder, policyFileName(group));
  const files = { module: file, test: file.replace(/\.ts$/, ".test.ts") };
  const { force = false } = options;
  for (const each of Object.values(files)) {
    if (!force && existsSync(each)) {
      throw new CliError("Usage", `${relative(root, each)} is there already; give --force to write over it`);
    }
  }
  const contract = loadContract(root, config.contracts);
  const answers = await completed(group, options, contract, () =>
    optionRoutes(options, contract, root, config),
  );
  const text = scaffold({ group, networks: options.ip ?? [], ...answers }, contract);
  writeModule(files.module, text.module, { force });
  writeModule(files.test, text.test, { force });
  for (const each of Object.values(files)) console.log(`wrote ${relative(root, each)}`);
  console.log("next: `lychgate generate`, which gives the group its type");
}

/** The routes that options give; `undefined` when none does. @throws CliError `Usage` */
function optionRoutes(
  { routes, readOnly = false, tag }: NewOptions,
  contract: Contract,
  root: string,
  { contracts }: LychgateConfig,
): string[] | undefined {
  if (routes && (readOnly || tag))
    throw new CliError("Usage", "--routes: expected without --read-only and --tag");
  if (routes) return routes;
  if (!readOnly && !tag) return undefined;
  const tagged = tag && operationsOf(tag, operationTags(root, contracts));
  const picked = contract.operations
    .map(nameOfOperation)
    .filter((route) => (tagged?.has(route) ?? true) && (!readOnly || isRead(route)));
  if (picked.length > 0) return picked;
  throw new CliError("Usage", "expected an operation that the options pick, found none");
}

function operationsOf(
  wanted: readonly string[],
  tags: ReadonlyMap<string, ReadonlySet<string>>,
): Set<string> {
  const unknown = wanted.find((tag) => !tags.has(tag));
  if (unknown === undefined) return new Set(wanted.flatMap((tag) => [...(tags.get(tag) ?? [])]));
  const known = [...tags.keys()].map((tag) => `\`${tag}\``).join(", ");
  throw new CliError("Usage", `--tag: no operation carries \`${unknown}\`; there are ${known || "no tags"}`);
}

/** Asks for what the options do not say, if somebody is there to answer. @throws CliError `Usage` */
async function completed(
  group: string,
  { description }: NewOptions,
  contract: Contract,
  routesOf: () => string[] | undefined,
): Promise<{ description: string; routes: readonly string[] }> {
  const routes = routesOf();
  if (description !== undefined && routes) return { description, routes };
  if (!process.stdin.isTTY) {
    const missing = description === undefined ? "--description" : "--routes, --read-only or --tag";
    throw new CliError("Usage", `expected ${missing}, which is asked for only on a terminal`);
  }
  return withTerminal(async (ask) => ({
    description: description ?? (await askDescription(ask, group)),
    routes: routes ?? (await askRoutes(ask, contract)),
  }));
}

/** Gives what asks on the terminal. Input that ends in between is a refusal to answer. */
async function withTerminal<T>(run: (ask: Ask) => Promise<T>): Promise<T> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new AbortController();
  terminal.once("close", () => ended.abort());
  try {
    return await run((question) => terminal.question(question, { signal: ended.signal }));
  } catch (error) {
    if (!ended.signal.aborted) throw error;
    throw new CliError("Usage", "expected an answer, the input has ended");
  } finally {
    terminal.close();
  }
}
