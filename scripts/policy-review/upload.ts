/** Findings into GitHub's code scanning. */
import { gzipSync } from "node:zlib";
import { FINDINGS, type FindingsFile, readFindings } from "./artifact.ts";
import { type GitHub, GitHubError } from "./github.ts";

export interface Upload {
  /** Where the files lie. */
  folder: string;
  /** The commit that the findings are about. */
  head: string;
  /** The pull request's. */
  number: string;
}

/** How GitHub answers for a repository without code scanning. */
const NOT_THERE = [403, 404];

/**
 * Uploads the findings that are there, and says what was done.
 *
 * By the API: the action `upload-sarif` takes the commit from the checkout, which is the default branch's here.
 * @throws GitHubError; Error for what is not a tool's findings
 * @see https://docs.github.com/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
 */
export function* uploadFindings(github: GitHub, { folder, head, number }: Upload): Generator<string> {
  for (const file of Object.keys(FINDINGS) as FindingsFile[]) {
    const sarif = readFindings(folder, file);
    if (sarif === undefined) {
      yield `${file}: none`;
      continue;
    }
    try {
      github.send("POST", "code-scanning/sarifs", {
        commit_sha: head,
        ref: `refs/pull/${number}/head`,
        sarif: gzipSync(sarif).toString("base64"),
      });
      yield `${file}: uploaded`;
    } catch (error) {
      if (!(error instanceof GitHubError) || !NOT_THERE.includes(error.status ?? 0)) throw error;
      yield `::warning::${file}: this repository has no code scanning, or the token may not write to it`;
      return;
    }
  }
}
