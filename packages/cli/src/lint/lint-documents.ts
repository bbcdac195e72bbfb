/** The linter over raw policy documents, taken as they are. */
import { lintPolicyDocument } from "@lychgate/evaluation";
import type { Contract } from "@lychgate/policy";
import { findConfig } from "../config.ts";
import { CliError } from "../errors.ts";
import { loadContract } from "../repository.ts";
import { readDocumentFile } from "./document-file.ts";
import { placed } from "./file-finding.ts";
import type { LintResult } from "./lint-repository.ts";

/**
 * Lints the documents of files. In a repository, what matches no route of its contract is named too.
 * @throws CliError `Usage` for a file that holds no documents; PolicyError `InvalidContract`
 */
export function lintDocumentFiles(files: readonly string[], from: string): LintResult {
  const contract = contractNear(from);
  const findings = files.flatMap((file) =>
    readDocumentFile(file).flatMap(({ document, lineOf, group }) =>
      lintPolicyDocument(document, contract).map((each) => placed(each, file, lineOf, group)),
    ),
  );
  return { findings, suppressed: 0, fixed: [] };
}

function contractNear(from: string): Contract | undefined {
  try {
    const { root, config } = findConfig(from);
    return loadContract(root, config.contracts);
  } catch (error) {
    if (error instanceof CliError && error.code === "NoRepository") return undefined;
    throw error;
  }
}
