/** Files below `.lychgate/` that hold secrets: for their owner alone, and never under version control. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes the file anew, so that the mode is ours whatever stood there. */
export function writeSecretFile(root: string, name: string, content: object): void {
  const file = secretFilePath(root, name);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: "wx" });
}

/** What the file holds; nothing when there is none that can be read. */
export function readSecretFile(root: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(secretFilePath(root, name), "utf8"));
  } catch {
    return undefined;
  }
}

export function removeSecretFile(root: string, name: string): void {
  rmSync(secretFilePath(root, name), { force: true });
}

export function secretFilePath(root: string, name: string): string {
  return join(root, ".lychgate", name);
}
