/**
 * The authorizer's function, bundled and configured as it is deployed, next to the verifying alone and to the
 * samples' way. The table is dynalite in a process of its own, a loopback socket away, which is nearer than
 * DynamoDB will ever be: in favour of who asks it more often. A call ends where Lambda would make JSON of the
 * result. What a call writes to its log is made in full, and dropped where Lambda would pass it on.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.ts";
import type { Measurement } from "./measure.ts";

const PROCESS = fileURLToPath(new URL("authorizer-process.ts", import.meta.url));

/** Measures a table of candidates of authorizer-process.ts. */
async function measureApart(table: "warm" | "mix" | "cold"): Promise<Measurement[]> {
  const child = fork(PROCESS, [table], {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const failed = once(child, "exit").then(() => Promise.reject(new Error(`${table} was not measured`)));
  const [measurements] = await Promise.race([once(child, "message"), failed]);
  return measurements;
}

export const warmCalls: Benchmark = {
  name: "authorizer: a warm call",
  question: "What does the authorizer add to verifying a token, when keys and policies are known?",
  source: "authorizer.ts",
  targets: [
    {
      says: "a token it knows costs at most a quarter of verifying it",
      of: "lychgate, a token it knows",
      atMost: 0.25,
    },
    {
      says: "a token it has not seen costs at most 1.3 times verifying it",
      of: "lychgate, a token it has not seen",
      atMost: 1.3,
    },
  ],
  measurements: () => measureApart("warm"),
};

export const warmMix: Benchmark = {
  name: "authorizer: nine of ten tokens known",
  question: "How many calls does a warm function serve, next to one that is written the samples' way?",
  source: "authorizer.ts",
  targets: [
    { says: "at least ten times the throughput of the samples' way", of: "the samples' way", atLeast: 10 },
  ],
  measurements: () => measureApart("mix"),
};

export const lookUps: Benchmark = {
  name: "authorizer: policies looked up",
  question: "What does a call cost that looks its policies up, by the number of the caller's groups?",
  source: "authorizer.ts",
  targets: ["1 group", "10 groups", "100 groups"].map((groups) => ({
    says: `one round trip for ${groups}`,
    of: `lychgate, ${groups}`,
    roundTrips: 1,
  })),
  measurements: () => measureApart("cold"),
};
