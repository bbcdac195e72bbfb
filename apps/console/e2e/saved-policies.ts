/** Policies that a test saves in the checkout that the stack runs from; afterwards they are what they were. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, inject } from "vitest";
import { bundleNow } from "./ask.ts";

const originals = new Map<string, string>();
let hash: string | undefined;

afterEach(async () => {
  if (originals.size === 0) return;
  for (const [file, text] of originals) writeFileSync(file, text);
  originals.clear();
  await expect.poll(async () => (await bundleNow()).revision.hash, { timeout: 20_000 }).toBe(hash);
});

/** Saves `policies/<name>.ts` with another text in the place of one that it has. */
export async function save(name: string, ...[from, to]: readonly [string, string]): Promise<void> {
  const file = join(inject("root"), "policies", `${name}.ts`);
  const text = readFileSync(file, "utf8");
  if (!text.includes(from)) throw new Error(`expected ${name}.ts to hold \`${from}\``);
  hash ??= (await bundleNow()).revision.hash;
  if (!originals.has(file)) originals.set(file, text);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
}
