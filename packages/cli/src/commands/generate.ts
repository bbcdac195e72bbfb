import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { groupsModule, routesModule } from "@lychgate/policy";
import { Command } from "commander";
import { findConfig } from "../config.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { loadContract, policyFiles } from "../repository.ts";
import { folderSource } from "../source.ts";

export function generateCommand(): Command {
  return new Command("generate")
    .description("write the types of routes and groups, which policy modules and guardrails use")
    .option("--check", "write nothing; fail when what is there is out of date")
    .action(generate);
}

function generate({ check = false }: { check?: boolean }): void {
  const { root } = findConfig(process.cwd());
  for (const [file, text] of generatedModules(root)) {
    const path = join(root, file);
    if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
    if (check) {
      console.error(`${file} is out of date: run \`lychgate generate\``);
      process.exitCode = EXIT_CODES.findings;
    } else {
      writeFileSync(path, text);
      console.log(`wrote ${file}`);
    }
  }
}

/** The generated modules and their texts. A policy does not have to be sound for its group to be named. */
function generatedModules(root: string): [file: string, text: string][] {
  const { policies, contracts } = findConfig(root).config;
  const groups = policyFiles(folderSource(root), policies).map((file) => posix.basename(file, ".ts"));
  return [
    [posix.join(policies, "routes.gen.ts"), routesModule(loadContract(root, contracts), contracts)],
    [posix.join(policies, "groups.gen.ts"), groupsModule(groups, policies)],
  ];
}
