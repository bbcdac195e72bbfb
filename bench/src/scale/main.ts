/**
 * Simulates the authorizer at scale and writes docs/scale/: the results, the plots, and the tables of
 * docs/scale.md. Virtual time: what comes out does not depend on this machine, but for memory.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { drawPlot, PLOTS } from "./plots.ts";
import { RESULTS, runAll } from "./results.ts";
import { withTables } from "./tables.ts";

const { values } = parseArgs({ options: { seed: { type: "string", default: "lychgate" } } });

const DOCUMENT = new URL("../scale.md", RESULTS);

console.log(`seed \`${values.seed}\``);
const begun = performance.now();
const results = await runAll(values.seed, (line) => console.log(`  ${line}`));
mkdirSync(new URL(".", RESULTS), { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify(results, rounded, 1)}\n`);
for (const name of Object.keys(PLOTS) as (keyof typeof PLOTS)[])
  writeFileSync(new URL(`${name}.gen.svg`, RESULTS), drawPlot(name, results));
const kept: typeof results = JSON.parse(readFileSync(RESULTS, "utf8"));
writeFileSync(DOCUMENT, withTables(readFileSync(DOCUMENT, "utf8"), kept));
console.log(`wrote docs/scale.md and docs/scale/ in ${((performance.now() - begun) / 1000).toFixed(0)} s`);

/** Six digits are more than a simulation tells. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(6)) : value;
}
