/** A repository's guardrails: read and checked, never run. */
import { posix } from "node:path";
import {
  formatFinding,
  type Guardrail,
  type PolicyModule,
  readPolicyModule,
  validateGuardrails,
} from "@lychgate/policy";
import type { Problem } from "./repository.ts";
import type { Source } from "./source.ts";

/** What the module of guardrails exports, and where it stands. */
export interface RepositoryGuardrails {
  /** From the root. */
  file: string;
  module: PolicyModule;
  guardrails: readonly Guardrail[];
}

const GUARDRAILS_FILE = "guardrails.ts";

/** Where the guardrails of a repository stand, from its root. */
export function guardrailsFile(folder: string): string {
  return posix.join(folder, GUARDRAILS_FILE);
}

/**
 * Reads the guardrails that stand beside the policies, or says what is wrong with them; neither where there is
 * no module of theirs.
 * @throws PolicyError `InvalidModule` with `file:line` for what is not plain data
 */
export function inspectGuardrails(
  source: Source,
  folder: string,
): { found: RepositoryGuardrails } | { problems: readonly Problem[] } {
  if (!source.list(folder).includes(GUARDRAILS_FILE)) return { problems: [] };
  const file = guardrailsFile(folder);
  const module = readPolicyModule(file, source.read(file));
  const validated = validateGuardrails(module.value);
  if (validated.valid) return { found: { file, module, guardrails: validated.value } };
  const problems = validated.findings.map((finding) => ({
    file,
    line: module.lineOf(finding.path),
    message: formatFinding(finding),
  }));
  return { problems };
}
