import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { CliError } from "../errors.ts";

const GZIP = [0x1f, 0x8b];

/** More than any table of policies, so that a small file cannot unpack to all of the memory. */
const LARGEST = 512 * 1024 * 1024;

/** Reads a text file, packed with gzip or not. @throws CliError `Usage` when it cannot be read */
export function readText(file: string): string {
  try {
    const bytes = readFileSync(file);
    const isPacked = GZIP.every((byte, index) => bytes[index] === byte);
    return (isPacked ? gunzipSync(bytes, { maxOutputLength: LARGEST }) : bytes)
      .toString("utf8")
      .replace(/^\ufeff/, "");
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : "no readable file";
    throw new CliError("Usage", `\`${file}\` cannot be read: ${why}`, { cause });
  }
}

/** Reads a file of JSON. @throws CliError `Usage` when it is none */
export function readJson(file: string): unknown {
  const value = parseJson(readText(file));
  if (value !== undefined) return value;
  throw new CliError("Usage", `\`${file}\`: expected JSON`);
}

/** Reads a file of JSON, or of one JSON value a line. @throws CliError `Usage` when it is neither */
export function readJsonValues(file: string): readonly unknown[] {
  const text = readText(file);
  const whole = parseJson(text);
  if (whole !== undefined) return [whole];
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const value = parseJson(line);
    if (value !== undefined) return [value];
    throw new CliError("Usage", `\`${file}\`: expected JSON, or a line of JSON at line ${index + 1}`);
  });
}

/** Parses JSON; `undefined` when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
