import { type Fence, transactionsOf, writeInTransaction } from "./dynamo-transaction.ts";
import type { PolicyStore } from "./policy-store.ts";
import type { ReleaseHead } from "./release.ts";
import { takenOver } from "./release-faults.ts";
import type { GroupWriteOptions } from "./release-store.ts";
import { runConcurrently } from "./run-concurrently.ts";
import { carryOut, type SeedResult, type SeedWrite } from "./seed-write.ts";

/** What a table is written with. */
export interface GroupWriter extends Fence {
  policies: PolicyStore;
  head(): Promise<ReleaseHead | undefined>;
  /** whether the table's server has transactions, as far as it is known */
  hasTransactions(): boolean;
  /** is told that it has not */
  onNoTransactions(): void;
}

/** Makes writes in transactions or, where there are none, one by one with a look at the claim every hundred. */
export async function writeGroups(
  writer: GroupWriter,
  writes: readonly SeedWrite[],
  options: GroupWriteOptions,
): Promise<SeedResult> {
  const result: SeedResult = { written: 0, alreadyDone: 0 };
  const chunks = transactionsOf(writes);
  while (writer.hasTransactions()) {
    const [chunk] = chunks;
    if (chunk === undefined || options.signal?.aborted) return result;
    const made = await writeInTransaction(writer, chunk);
    if (made === undefined) {
      writer.onNoTransactions();
      break;
    }
    chunks.shift();
    result.written += made.written;
    result.alreadyDone += made.alreadyDone;
    options.onWritten?.(chunk.length);
  }
  await writeSingly(writer, chunks, options, result);
  return result;
}

/** The claim is looked at before each chunk, while writes before it are under way: when it is lost, none begins any more. */
async function writeSingly(
  writer: GroupWriter,
  chunks: readonly SeedWrite[][],
  { concurrency, signal, onWritten }: GroupWriteOptions,
  result: SeedResult,
): Promise<void> {
  const jobs = chunks.flatMap((chunk) => ["look at the claim" as const, ...chunk]);
  const [first, ...others] = jobs;
  if (first === undefined || signal?.aborted) return;
  await expectClaim(writer);
  await runConcurrently(others, { concurrency, signal }, async (job) => {
    if (job === "look at the claim") return expectClaim(writer);
    result[await carryOut(writer.policies, job)] += 1;
    onWritten?.(1);
  });
}

async function expectClaim({ head, claim }: GroupWriter): Promise<void> {
  const found = await head();
  if (found?.pending?.sequence !== claim.sequence) throw takenOver(claim);
}
