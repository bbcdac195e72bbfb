/**
 * Decides whether a pull request may let somebody in on a route that the contract marks sensitive: 0 when it lets in
 * nobody there, or an owner has set the label `access-approved` since the last push; 1 otherwise; 2 when that cannot
 * be found out. Run it from the base branch: what it judges is only read.
 *
 *     GH_TOKEN=… GITHUB_REPOSITORY=owner/repo node scripts/policy-gate.ts --base main --head <commit> --pull-request 7
 */
import { parseArgs } from "node:util";
import { run } from "./command.ts";
import { judge } from "./policy-review/gate.ts";
import { gitHub } from "./policy-review/github.ts";

const USAGE =
  "usage: node scripts/policy-gate.ts --base <ref> --head <ref> --pull-request <number>, with GITHUB_REPOSITORY";

const OPTIONS = {
  base: { type: "string" },
  head: { type: "string" },
  "pull-request": { type: "string" },
} as const;

function main(): number {
  const { base, head, "pull-request": number = "" } = parseArgs({ options: OPTIONS }).values;
  const { GITHUB_REPOSITORY: repository } = process.env;
  if (!base || !head || !repository || !/^[1-9]\d{0,9}$/.test(number)) throw new Error(USAGE);
  const { gained, verdict } = judge({ base, head }, run, gitHub(repository, run), Number(number));
  for (const { what, file } of gained) console.log(`- ${what}, by \`${file}\``);
  console.log(`\n${verdict.passes ? "✓" : "✗"} ${verdict.reason}`);
  return verdict.passes ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
