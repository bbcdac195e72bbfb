/**
 * Importing the function's bundle, which is what its code adds to a cold start: each time in a fresh process,
 * in turn with a bundle of nothing but what it stands on. Of the processor's time, for another process that
 * runs meanwhile is no part of it.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundleFunction } from "@lychgate/cli/function-bundle";
import type { Benchmark } from "./benchmark.ts";
import { type Measurement, summarize } from "./measure.ts";

const PROCESS = pathOf("import-process.ts");

const BUNDLES = {
  "aws-jwt-verify and client-dynamodb": pathOf("peers/raw-function.ts"),
  "lychgate's authorizer": pathOf("../../apps/authorizer/src/index.ts"),
} as const;

const ROUNDS = 25;

const ENVIRONMENT = {
  AWS_REGION: "eu-west-1",
  METRICS_NAMESPACE: "Lychgate",
  POLICY_TABLE_NAME: "policies",
  USER_POOL_CLIENT_IDS: "1example23456789",
  USER_POOL_ID: "eu-west-1_Lychgate",
};

export const coldStart: Benchmark = {
  name: "cold start: importing the function",
  question: "What does the function's code add to a cold start?",
  source: "cold-start.ts",
  targets: [{ says: "at most 1.2 times what it stands on", of: "lychgate's authorizer", atMost: 1.2 }],
  measurements: async () => {
    const folder = mkdtempSync(join(tmpdir(), "cold-start-"));
    try {
      return await measureBundles(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function measureBundles(folder: string): Promise<Measurement[]> {
  const bundles: { name: string; url: string; samples: number[] }[] = [];
  for (const [name, entry] of Object.entries(BUNDLES)) {
    const file = join(folder, `${bundles.length}.mjs`);
    await bundleFunction(entry, file);
    bundles.push({ name, url: pathToFileURL(file).href, samples: [] });
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const { url, samples } of bundles) samples.push(importNanoseconds(url));
  return bundles.map(({ name, samples }) => summarize(name, samples, bundles[0]?.samples ?? samples));
}

function importNanoseconds(url: string): number {
  return Number(execFileSync(process.execPath, [PROCESS, url], { encoding: "utf8", env: ENVIRONMENT }));
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
