import { basename, extname } from "node:path";
import { CliError } from "../errors.ts";
import type { ImportSource } from "./import-source.ts";
import { readJson } from "./json-file.ts";

/**
 * Reads policy documents, one a file. The group's name is the file's unless it is given.
 * @throws CliError `Usage`
 */
export function readDocuments(files: readonly string[], group: string | undefined): ImportSource[] {
  if (group !== undefined && files.length > 1) {
    throw new CliError("Usage", "--group: expected one document with it");
  }
  return files.map((file) => ({
    group: group ?? basename(file, extname(file)),
    origin: basename(file),
    document: readJson(file),
    isCompiled: false,
  }));
}
