/** The linter over a repository: its policy modules, then its contracts. */
import { join } from "node:path";
import { lintContract, lintPolicy } from "@lychgate/evaluation";
import { inspectRepository, type Problem, type Repository, type RepositoryPolicy } from "../repository.ts";
import { folderSource, type Source } from "../source.ts";
import { atLine, type PlacedFinding, placed } from "./file-finding.ts";
import { fixModule } from "./fix-module.ts";
import { type Suppressed, suppress } from "./suppression.ts";
import { commentsOfYaml, readYamlText } from "./yaml-text.ts";

export interface LintResult {
  findings: PlacedFinding[];
  suppressed: number;
  /** What was taken out of the modules. */
  fixed: PlacedFinding[];
}

/**
 * Lints a repository.
 * @param from a folder of the repository, or where its files come from
 * @param fix whether to take out of the modules what may be taken out, in the folder
 * @throws CliError `NoRepository`, `InvalidConfig`; PolicyError `InvalidContract`
 */
export function lintRepository(from: string | Source, { fix = false }: { fix?: boolean } = {}): LintResult {
  const source = typeof from === "string" ? folderSource(from) : from;
  const fixed = fix ? fixRepository(inspectRepository(source).repository) : [];
  const { repository, problems } = inspectRepository(source);
  const parts = [
    { findings: problems.map(problemFinding), suppressed: 0 },
    ...repository.policies.map((policy) => lintModule(repository, policy)),
    ...repository.config.contracts.map((file) => lintContractFile(repository, file, source.read(file))),
  ];
  return {
    findings: parts.flatMap(({ findings }) => findings.sort((a, b) => a.line - b.line)),
    suppressed: parts.reduce((sum, { suppressed }) => sum + suppressed, 0),
    fixed,
  };
}

/** The module's reader says it in general; a time in milliseconds has a rule of its own. */
function problemFinding({ file, line, message }: Problem): PlacedFinding {
  const milliseconds = /epoch seconds, got `\d{13,16}`$/.test(message);
  return atLine(milliseconds ? "LY206" : "LY900", file, line, message);
}

function lintModule({ contract }: Repository, policy: RepositoryPolicy): Suppressed {
  return suppress(policy.file, moduleFindings(contract, policy), policy.module.comments);
}

function moduleFindings(
  contract: Repository["contract"],
  { source, compiled, file, module }: RepositoryPolicy,
): PlacedFinding[] {
  return lintPolicy(source, compiled, contract).map((each) =>
    placed(each, file, module.lineOf, compiled.group),
  );
}

function lintContractFile({ policies }: Repository, file: string, text: string): Suppressed {
  const { value, lineOf } = readYamlText(text);
  const groups = policies.map(({ compiled }) => compiled);
  const findings = lintContract({ name: file, document: value }, groups);
  const lined = findings.map((each) => placed(each, file, lineOf));
  return suppress(file, lined, commentsOfYaml(text));
}

function fixRepository({ root, contract, policies }: Repository): PlacedFinding[] {
  return policies.flatMap((policy) =>
    fixModule(
      join(root, policy.file),
      policy,
      contract,
      (each) => suppress(each.file, moduleFindings(contract, each), each.module.comments).findings,
    ),
  );
}
