import type { DenyEntry, DenyKind, DenyList } from "@lychgate/policy-store";
import { Argument, Command, InvalidArgumentError } from "commander";
import { CliError } from "../errors.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { oneLine } from "../plan-text.ts";
import { addTableOptions, type TableOptions, withTable } from "../table-options.ts";

interface RevokeOptions extends TableOptions {
  until?: number;
  reason?: string;
  remove?: boolean;
  list?: boolean;
  json?: boolean;
}

/** What each kind of entry names. */
const KINDS = {
  sub: "one user: `principalId` in the authorizer's log",
  origin_jti: "the tokens of one sign-in: the claim `origin_jti`",
  client: "all tokens of one client: its id",
} as const satisfies Record<DenyKind, string>;

const HELP = `
${Object.entries(KINDS)
  .map(([kind, meaning]) => `  ${kind.padEnd(12)}${meaning}`)
  .join("\n")}

Whom the deny list names is denied, although the token is good and whatever the policies say, by authorizers that
run with DENY_LIST=on. An entry takes effect, and ends, within POLICY_TTL_SECONDS and the time for which API
Gateway keeps results, together. It outlives seeding and roll-backs. A refreshed token is denied too.

Examples:
  lychgate revoke sub 5c0a4c0e-0000-4000-8000-000000000001 --reason "laptop lost"
  lychgate revoke client 1example23456789 --until 2026-12-01T12:00:00Z
  lychgate revoke --remove sub 5c0a4c0e-0000-4000-8000-000000000001
  lychgate revoke --list --table lychgate-prod-policies --region eu-west-1`;

export function revokeCommand(): Command {
  const command = new Command("revoke")
    .description("deny a user, a sign-in or a client by the deny list")
    .addArgument(new Argument("[kind]", "what is named").choices(Object.keys(KINDS)))
    .argument("[value]", "its name");
  return addTableOptions(command)
    .option("--until <time>", "when the entry ends, such as 2026-12-01T12:00:00Z", parseUntil)
    .option("--reason <text>", "why, for whoever reads the list")
    .option("--remove", "take the entry off the list")
    .option("--list", "print the list instead")
    .option("--json", "print the list as JSON")
    .addHelpText("after", HELP)
    .action(revoke);
}

async function revoke(
  kind: DenyKind | undefined,
  value: string | undefined,
  options: RevokeOptions,
): Promise<void> {
  checkUse(kind, value, options);
  await withTable(options, async ({ denyList }) => {
    if (kind === undefined || value === undefined) await printList(denyList, options);
    else if (options.remove) await remove(denyList, kind, value);
    else await add(denyList, kind, value, options);
  });
}

/** @throws CliError `Usage` */
function checkUse(kind: string | undefined, value: string | undefined, options: RevokeOptions): void {
  const { list = false, remove = false, json = false, until, reason } = options;
  const adds = until !== undefined || reason !== undefined;
  if (list && (kind !== undefined || remove || adds))
    throw new CliError("Usage", "--list: expected nothing but the table and --json with it");
  if (json && !list) throw new CliError("Usage", "--json: expected --list with it");
  if (remove && adds) throw new CliError("Usage", "--remove: expected no --until and no --reason with it");
  if (!list && (kind === undefined || value === undefined))
    throw new CliError("Usage", "expected a kind and a value, such as `sub` and a principal's id, or --list");
}

async function add(denyList: DenyList, kind: DenyKind, value: string, options: RevokeOptions): Promise<void> {
  const { until, reason } = options;
  const createdAt = new Date().toISOString();
  const entry = {
    kind,
    value,
    createdAt,
    ...(until !== undefined && { until }),
    ...(reason !== undefined && { reason }),
  };
  await denyList.put(entry);
  console.log(`revoked ${lineOf(entry)}`);
}

async function remove(denyList: DenyList, kind: DenyKind, value: string): Promise<void> {
  const existed = await denyList.remove({ kind, value });
  console.log(`${existed ? "removed" : "not on the list:"} ${kind} ${oneLine(value)}`);
  if (!existed) process.exitCode = EXIT_CODES.findings;
}

async function printList(denyList: DenyList, { json = false }: RevokeOptions): Promise<void> {
  const entries: DenyEntry[] = [];
  for await (const entry of denyList.list()) entries.push(entry);
  const keyOf = ({ kind, value }: DenyEntry) => `${kind} ${value}`;
  entries.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  if (json) console.log(JSON.stringify({ entries: entries.map(withTimes) }));
  else console.log(entries.length === 0 ? "the deny list is empty" : entries.map(lineOf).join("\n"));
}

function withTimes({ until, ...entry }: DenyEntry): object {
  return until === undefined ? entry : { ...entry, until: timeOf(until) };
}

function lineOf({ kind, value, until, reason, createdAt }: DenyEntry): string {
  const parts = [
    `${kind} ${oneLine(value)}`,
    until === undefined ? "" : `until ${timeOf(until)}${until * 1000 <= Date.now() ? " (over)" : ""}`,
    createdAt === undefined ? "" : `since ${oneLine(createdAt)}`,
    reason === undefined ? "" : `(${oneLine(reason)})`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** The longest time that an entry can have is beyond the last one that a date can. */
function timeOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/;

function parseUntil(text: string): number {
  const seconds = TIME.test(text) ? Date.parse(text) / 1000 : Number.NaN;
  if (Number.isNaN(seconds)) throw new InvalidArgumentError("expected a time such as 2026-12-01T12:00:00Z");
  if (seconds * 1000 > Date.now()) return seconds;
  throw new InvalidArgumentError("expected a time to come");
}
