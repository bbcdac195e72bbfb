/**
 * Calls a deployed API as nobody, as a stranger and as an owner: 0 when each call is as expected, 1 otherwise, 2 for a
 * fault. The user's password and app client are read as `lychgate token` reads them; the local stack needs neither.
 *
 *     node scripts/smoke-test.ts --api-url http://127.0.0.1:4010/dev --user owner
 *     LYCHGATE_CLIENT_ID=… LYCHGATE_PASSWORD=… node scripts/smoke-test.ts --api-url https://… --user ana --within 90
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatOutcome, makeCalls } from "./smoke-calls.ts";

const USAGE =
  "usage: node scripts/smoke-test.ts --api-url <url> [--user <member of pet-owner>] [--within <seconds>]";

const OPTIONS = {
  "api-url": { type: "string" },
  user: { type: "string" },
  within: { type: "string", default: "0" },
} as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS });
  const apiUrl = parseUrl(values["api-url"]);
  const within = parseSeconds(values.within) * 1000;
  const token = values.user ? tokenOf(values.user) : undefined;
  let isFine = true;
  for await (const outcome of makeCalls({ apiUrl, within, ...(token === undefined ? {} : { token }) })) {
    console.log(formatOutcome(outcome));
    isFine &&= outcome.verdict !== "not as expected";
  }
  return isFine ? 0 : 1;
}

function parseUrl(text: string | undefined): string {
  if (text !== undefined && /^https?:$/.test(URL.parse(text)?.protocol ?? "")) return text.replace(/\/$/, "");
  throw new Error(USAGE);
}

function parseSeconds(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new Error(`--within: expected seconds, not \`${text}\``);
}

/** What `lychgate token` prints; its own message has gone to standard error when there is none. */
function tokenOf(user: string): string {
  const lychgate = join(import.meta.dirname, "../packages/cli/bin/lychgate.mjs");
  const { status, stdout } = spawnSync(process.execPath, [lychgate, "token", "--", user], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const token = stdout.trim();
  if (status === 0 && token !== "") return token;
  throw new Error(`no token for \`${user}\``);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
