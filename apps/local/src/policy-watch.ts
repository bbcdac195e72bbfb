import { watch } from "node:fs";
import { join } from "node:path";

/** Editors write a file in several steps; one reading after the last of them is enough. */
const SETTLE_MS = 50;

/**
 * Calls back after something in a folder was saved, never twice at a time.
 * @returns a function that ends it
 */
export function watchFolder(root: string, folder: string, onSave: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const watcher = watch(join(root, folder), () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(onSave);
    }, SETTLE_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
