/** The files of a group: its policy and the tests of it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { CliError } from "../errors.ts";
import { NOT_POLICIES } from "../repository.ts";

const GROUP = /^[A-Za-z0-9_+=,.@-]{1,128}$/;

/**
 * The name of the module of a group.
 * @throws CliError `Usage` when no module can have the group's name
 */
export function policyFileName(group: string): string {
  const name = `${group}.ts`;
  if (GROUP.test(group) && !group.startsWith(".") && !NOT_POLICIES.test(name)) return name;
  const expected = "a group's name of letters, digits and `_+=,.@-` that a policy module can have";
  throw new CliError(
    "Usage",
    `expected ${expected}, got \`${group.replace(/[\p{Cc}`]/gu, " ").slice(0, 130)}\``,
  );
}

/** Writes a file; without `force` only where none is. @throws CliError `Usage` */
export function writeModule(file: string, text: string, { force }: { force: boolean }): void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, text, { flag: force ? "w" : "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw new CliError("Usage", `\`${file}\` is there already; give --force to write over it`);
  }
}
