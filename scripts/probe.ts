/**
 * Asks a deployed API what AWS leaves open, and compares its answers with the local gateway's: 0 when the gateway's
 * defaults agree, 1 when one does not, 2 for a fault. docs/probe.md says how the API is deployed.
 *
 *     node scripts/probe.ts record --api-url https://….amazonaws.com/probe --out answers.json
 *     node scripts/probe.ts compare answers.json
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { type Answer, ask, parseAnswers } from "./probe/answer.ts";
import { type Comparison, compare } from "./probe/compare.ts";
import { describeReading } from "./probe/point.ts";
import { POINTS } from "./probe/points.ts";
import { sender } from "./probe/send.ts";

function createCommand(): Command {
  const program = new Command("probe").description("Settle what AWS leaves open.").exitOverride();
  program
    .command("record")
    .description("send the requests to a deployed API and keep what came")
    .requiredOption("--api-url <url>", "the API with its stage, the stack's output `invoke_url`")
    .requiredOption("--out <file>", "where the answers are written to")
    .exitOverride()
    .action(record);
  program
    .command("compare <answers>")
    .description("send them to the local gateway in each reading, and say which one AWS's answers agree with")
    .exitOverride()
    .action(compareFile);
  return program;
}

async function record({ apiUrl, out }: { apiUrl: string; out: string }): Promise<void> {
  const send = sender(parseUrl(apiUrl));
  const points: Record<string, Answer[]> = {};
  for (const point of POINTS) {
    points[point.id] = await ask(point, send);
    console.log(`${point.id}: ${points[point.id]?.map(({ status }) => status).join(", ")}`);
  }
  const answers = { recordedOn: new Date().toISOString().slice(0, 10), region: regionOf(apiUrl), points };
  writeFileSync(out, `${JSON.stringify(answers, null, 2)}\n`);
}

async function compareFile(file: string): Promise<void> {
  const answers = parseAnswers(readFileSync(file, "utf8"), POINTS);
  console.log(`answers of ${answers.recordedOn}, ${answers.region}`);
  const counts = new Map<string, number>();
  for await (const comparison of compare(answers, POINTS)) {
    console.log(formatComparison(comparison));
    counts.set(comparison.verdict, (counts.get(comparison.verdict) ?? 0) + 1);
  }
  console.log([...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", "));
  if (counts.has("disagrees")) process.exitCode = 1;
}

const MARKS = { agrees: "✓", disagrees: "✗", "stricter on purpose": "!", "not recorded": "-" } as const;

/** `✗ principal-id              optional (requirePrincipalId: false)` */
function formatComparison({ point, verdict, agreeing, came }: Comparison): string {
  const readings = agreeing.map(describeReading).join(" or ") || `no reading: ${came}`;
  return `${MARKS[verdict]} ${point.id.padEnd(25)} ${verdict === "not recorded" ? verdict : readings}`;
}

function parseUrl(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? "")) return text;
  throw new Error("--api-url: expected `https://` or `http://`");
}

function regionOf(apiUrl: string): string {
  return (
    /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(new URL(apiUrl).hostname)?.[1] ?? "local"
  );
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
