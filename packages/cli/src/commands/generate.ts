import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { routesModule } from "@lychgate/policy";
import { Command } from "commander";
import { findConfig } from "../config.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { loadContract } from "../repository.ts";

const ROUTES_FILE = "routes.gen.ts";

export function generateCommand(): Command {
  return new Command("generate")
    .description("write the typed routes of the contracts, which policy modules use")
    .option("--check", "write nothing; fail when what is there is out of date")
    .action(generate);
}

function generate({ check = false }: { check?: boolean }): void {
  const { root, config } = findConfig(process.cwd());
  const file = join(root, config.policies, ROUTES_FILE);
  const wanted = routesModule(loadContract(root, config.contracts), config.contracts);
  const isCurrent = existsSync(file) && readFileSync(file, "utf8") === wanted;
  if (check && !isCurrent) {
    console.error(`${relative(root, file)} is out of date: run \`lychgate generate\``);
    process.exitCode = EXIT_CODES.findings;
  } else if (!check && !isCurrent) {
    writeFileSync(file, wanted);
    console.log(`wrote ${relative(root, file)}`);
  }
}
