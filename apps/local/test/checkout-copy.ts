import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const CHECKOUT = fileURLToPath(new URL("../../../", import.meta.url));

/** The repository in a folder of its own, where policies may be edited and a stack may be started. */
export interface CheckoutCopy {
  root: string;
  read(file: string): string;
  write(file: string, text: string): void;
  remove(file: string): void;
  /** Removes the folder. */
  end(): void;
}

/** Copies what a stack is started from; the packages are the checkout's own. */
export function copyCheckout(): CheckoutCopy {
  const root = mkdtempSync(join(tmpdir(), "lychgate-checkout-"));
  for (const name of ["lychgate.json", "tsconfig.base.json", "policies", "apps"]) {
    cpSync(join(CHECKOUT, name), join(root, name), { recursive: true, filter: isSource });
  }
  symlinkSync(join(CHECKOUT, "node_modules"), join(root, "node_modules"), "junction");
  return {
    root,
    read: (file) => readFileSync(join(root, file), "utf8"),
    write: (file, text) => writeFileSync(join(root, file), text),
    remove: (file) => rmSync(join(root, file)),
    end: () => rmSync(root, { recursive: true, force: true }),
  };
}

function isSource(path: string): boolean {
  return !["dist", "node_modules", ".turbo"].includes(basename(path));
}
