/** A process that seeds: `node seeder.ts <endpoint> <table>`. */
import {
  applyRelease,
  createDynamoPolicyStore,
  createDynamoReleaseStore,
  planRelease,
} from "../src/index.ts";
import { NEW } from "./crash-releases.ts";
import { clientFor } from "./endpoint.ts";

const [endpoint = "", tableName = ""] = process.argv.slice(2);
const options = { client: clientFor(endpoint), tableName };
const table = { store: createDynamoPolicyStore(options), releases: createDynamoReleaseStore(options) };
const plan = await planRelease(table, NEW);
await applyRelease(table, plan, { now: () => new Date(), concurrency: 3, author: "the seeder" });
