import { closeSync, openSync, writeSync } from "node:fs";
import { CliError } from "../errors.ts";

export interface ExecutionLogFile {
  write(line: string): void;
  close(): void;
}

/**
 * Opens a file that lines are added to, for its owner alone; `-` is standard output.
 * @throws CliError `Usage` when it cannot be opened
 */
export function openExecutionLogFile(file: string): ExecutionLogFile {
  if (file === "-") return { write: (line) => console.log(line), close: () => {} };
  const descriptor = openForAppending(file);
  return {
    write: (line) => void writeSync(descriptor, `${line}\n`),
    close: () => closeSync(descriptor),
  };
}

function openForAppending(file: string): number {
  try {
    return openSync(file, "a", 0o600);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("Usage", `${file} cannot be written: ${why}`, { cause });
  }
}
