/** Wraps what comes on standard input in a block for a run's summary: `… | node scripts/summary.ts "policies"`. */
import { text } from "node:stream/consumers";
import { details } from "./details.ts";

const [title = "output"] = process.argv.slice(2);
process.stdout.write(details(title, await text(process.stdin)));
