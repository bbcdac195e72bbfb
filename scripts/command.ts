import { spawnSync } from "node:child_process";

const MAX_OUTPUT = 64 * 1024 * 1024;

/** How a program ended; 127 when it could not be run. */
export interface Ended {
  code: number;
  stdout: string;
  /** Both streams. */
  output: string;
}

/** Runs a program to its end, without a shell. */
export type Run = (program: string, args: readonly string[]) => Ended;

export const run: Run = (program, args) => {
  const { status, stdout, stderr, error } = spawnSync(program, [...args], {
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT,
  });
  if (error) return { code: 127, stdout: "", output: `${program}: ${error.message}` };
  return { code: status ?? 1, stdout, output: `${stdout}${stderr}` };
};
