/**
 * Findings in the form that code hosts show beside the lines of a change.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
import { createHash } from "node:crypto";

/** A kind of finding. */
export interface SarifRule {
  /** `access-gained` */
  id: string;
  /** In the words of a list of rules: `AccessGained`. */
  name?: string;
  /** One sentence. */
  description: string;
  /** What to do about it, as plain text. */
  help?: string;
}

/** One finding and where it stands. */
export interface SarifResult {
  ruleId: string;
  level: "error" | "warning" | "note";
  message: string;
  /** From the root of the git repository, with `/`. */
  file: string;
  /** From 1. */
  line: number;
}

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** One run of a tool: its rules and what they found. */
export function sarifLog(tool: string, rules: readonly SarifRule[], results: readonly SarifResult[]): object {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const occurrences = new Map<string, number>();
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: tool, rules: rules.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        results: results.map((result) => resultOf(result, indexes, occurrences)),
      },
    ],
  };
}

function ruleOf({ id, name, description, help }: SarifRule): object {
  return {
    id,
    ...(name === undefined ? {} : { name }),
    shortDescription: { text: description },
    ...(help === undefined ? {} : { help: { text: help } }),
  };
}

function resultOf(
  result: SarifResult,
  indexes: ReadonlyMap<string, number>,
  occurrences: Map<string, number>,
): object {
  const { ruleId, level, message, file, line } = result;
  const ruleIndex = indexes.get(ruleId);
  return {
    ruleId,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level,
    message: { text: message },
    locations: [
      { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line } } },
    ],
    partialFingerprints: { "lychgateFinding/v1": fingerprintOf(result, occurrences) },
  };
}

function uriOf(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}

/** The same finding has the same one after lines were added above it; equal findings of a file are counted. */
function fingerprintOf({ ruleId, file, message }: SarifResult, occurrences: Map<string, number>): string {
  const text = JSON.stringify([ruleId, file, message]);
  const occurrence = occurrences.get(text) ?? 0;
  occurrences.set(text, occurrence + 1);
  return createHash("sha256").update(`${text}:${occurrence}`).digest("hex").slice(0, 32);
}
