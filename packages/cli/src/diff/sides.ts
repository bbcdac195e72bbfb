/** The two versions of a repository that are compared. */
import type { PolicySet } from "@lychgate/evaluation";
import { PolicyError } from "@lychgate/policy";
import { CliError } from "../errors.ts";
import {
  formatProblem,
  inspectRepository,
  isOfStatement,
  lineOfStatement,
  type Repository,
} from "../repository.ts";
import { folderSource, openSource, type Source } from "../source.ts";
import { defaultBase } from "../source-git.ts";

export interface Sides {
  base: PolicySet;
  head: PolicySet;
  /** Where the repository of the head lies on this machine. */
  root: string;
}

/**
 * Reads both versions.
 * @param base a git ref or a folder; where the head left the main line unless given
 * @param head the same; the working folder unless given
 * @throws CliError `Usage`, or `InvalidPolicies` with every problem of a version that does not compile
 */
export function readSides({ base, head }: { base?: string; head?: string }, cwd: string): Sides {
  const from = base ?? defaultBase(head ?? "HEAD", cwd);
  const before = readSide("base", from, () => openSource(from, cwd));
  const after = readSide("head", head ?? cwd, () =>
    head === undefined ? folderSource(cwd) : openSource(head, cwd),
  );
  return { base: policySetOf(before), head: policySetOf(after), root: after.root };
}

/**
 * Reads one of the two.
 * @throws CliError `InvalidPolicies` with every problem, where it does not compile
 */
export function readSide(side: "base" | "head", name: string, open: () => Source): Repository {
  const source = open();
  try {
    const { repository, problems } = inspectRepository(source);
    if (problems.length === 0) return repository;
    throw doesNotCompile(side, name, problems.map(formatProblem).join("\n"));
  } catch (error) {
    const isOfRepository =
      error instanceof PolicyError || (error instanceof CliError && error.code === "InvalidConfig");
    throw isOfRepository ? doesNotCompile(side, name, error.message, error) : error;
  }
}

function doesNotCompile(side: string, name: string, problems: string, cause?: unknown): CliError {
  return new CliError("InvalidPolicies", `the ${side} \`${name}\` does not compile\n${problems}`, { cause });
}

/** A repository's policies as they are compared. */
export function policySetOf({ contract, policies }: Repository): PolicySet {
  return {
    contract,
    policies: policies.map(({ file, module, source, compiled: { group, document, revision } }) => ({
      group,
      file,
      document,
      revision,
      lineOf: (sid) =>
        source.statements.some((statement) => isOfStatement(sid, statement.sid))
          ? lineOfStatement(module, sid)
          : undefined,
    })),
  };
}
