import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CliError } from "./errors.ts";

/** `lychgate.json`, which stands at the root of a repository. */
export interface LychgateConfig {
  /** The folder of the policy modules, from the root. */
  policies: string;
  /** The OpenAPI documents of the APIs, from the root. */
  contracts: readonly string[];
}

export const CONFIG_FILE = "lychgate.json";

/**
 * Finds the repository's root: the nearest folder upwards that holds `lychgate.json`.
 * @throws CliError `NoRepository`, `InvalidConfig`
 */
export function findConfig(from: string): { root: string; config: LychgateConfig } {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const text = readIfThere(join(folder, CONFIG_FILE));
    if (text !== undefined) return { root: folder, config: parseConfig(text) };
    if (folder === dirname(folder)) break;
  }
  throw new CliError(
    "NoRepository",
    `no ${CONFIG_FILE} in this folder or above it; it names policies and contracts`,
  );
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Reads the text of `lychgate.json`. @throws CliError `InvalidConfig` */
export function parseConfig(text: string): LychgateConfig {
  const { policies, contracts, ...rest } = parseObject(text);
  const unknown = Object.keys(rest).filter((key) => key !== "$schema");
  if (unknown.length > 0)
    throw invalid(`\`${unknown[0]}\` is not known; expected \`policies\` and \`contracts\``);
  if (typeof policies !== "string")
    throw invalid("expected `policies` to be the folder of the policy modules");
  if (
    !Array.isArray(contracts) ||
    contracts.length === 0 ||
    !contracts.every((name) => typeof name === "string")
  ) {
    throw invalid("expected `contracts` to be a list of OpenAPI documents");
  }
  return { policies, contracts };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    // What the parser shows of the text may run over several lines.
    const why = String(cause instanceof Error ? cause.message : cause).replace(/\s+/g, " ");
    throw invalid(why, { cause });
  }
  throw invalid("expected an object");
}

function invalid(why: string, options?: ErrorOptions): CliError {
  return new CliError("InvalidConfig", `${CONFIG_FILE}: ${why}`, options);
}
