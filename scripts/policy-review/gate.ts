/** Finds out what a pull request lets in on sensitive routes, and whether that was approved. */
import { join } from "node:path";
import type { Run } from "../command.ts";
import { type Approval, readApproval } from "./approval.ts";
import { type CodeOwners, parseCodeOwners } from "./code-owners.ts";
import { type DecidingConfig, grantsAccess, parseDecidingConfig } from "./deciding-files.ts";
import { changedFiles, commitOf, fileAt, forkPoint } from "./git.ts";
import type { GitHub } from "./github.ts";
import { ownershipOf, teamMembers } from "./ownership.ts";
import { type ContractText, lostMarks, type SensitiveAccess, sensitiveGains } from "./sensitive-access.ts";
import { type Verdict, verdictOn } from "./verdict.ts";

const LYCHGATE = join(import.meta.dirname, "../../packages/cli/bin/lychgate.mjs");
const CODEOWNERS = ".github/CODEOWNERS";
const CONFIG_FILE = "lychgate.json";

/** A change, as commits. */
export interface Change {
  /** The base branch as it stands now: whose owners count. */
  base: string;
  head: string;
}

export interface GateOutcome {
  gained: readonly SensitiveAccess[];
  verdict: Verdict;
}

/**
 * Judges a change. The head is read, never run.
 * @throws Error when something cannot be found out
 */
export function judge(change: Change, run: Run, github: GitHub, pullRequest: number): GateOutcome {
  const { base, head } = { base: commitOf(run, change.base), head: commitOf(run, change.head) };
  const from = forkPoint(run, base, head);
  const gained = gainedIn(from, head, run);
  const approval: Approval =
    gained.length === 0 ? { state: "missing" } : readApproval(github, pullRequest, head);
  const files = gained.length === 0 ? [] : answerableFiles(gained, from, head, run);
  const login = approval.state === "set" ? approval.by : "";
  const owners = files.length === 0 ? parseCodeOwners("") : codeOwnersAt(base, run);
  const ownership = ownershipOf(files, owners, login, teamMembers(github));
  return { gained, verdict: verdictOn({ gained: gained.map(({ what }) => what), approval, ownership }) };
}

function gainedIn(from: string, head: string, run: Run): SensitiveAccess[] {
  const args = [LYCHGATE, "diff", "--base", from, "--head", head, "--format", "json"];
  const { code, stdout, output } = run(process.execPath, args);
  if (code !== 0) throw new Error(`what the change lets in could not be found out: ${output.trim()}`);
  const marks = lostMarks(contractsAt(from, run), contractsAt(head, run));
  return [...sensitiveGains(stdout), ...marks];
}

/** What lets it in, and every touched file that says who may do what: a part of it may be what lets it in. */
function answerableFiles(gained: readonly SensitiveAccess[], from: string, head: string, run: Run): string[] {
  const configs = [configAt(from, run), configAt(head, run)];
  const touched = changedFiles(run, from, head).filter((file) =>
    configs.some((config) => grantsAccess(file, config)),
  );
  return [...new Set([...gained.map(({ file }) => file), ...touched])].sort();
}

function codeOwnersAt(commit: string, run: Run): CodeOwners {
  const text = fileAt(run, commit, CODEOWNERS);
  if (text === undefined) throw new Error(`expected ${CODEOWNERS} on the base branch`);
  return parseCodeOwners(text);
}

function configAt(commit: string, run: Run): DecidingConfig {
  const text = fileAt(run, commit, CONFIG_FILE);
  if (text === undefined) throw new Error(`expected ${CONFIG_FILE} at ${commit}`);
  return parseDecidingConfig(text);
}

function contractsAt(commit: string, run: Run): ContractText[] {
  return configAt(commit, run).contracts.flatMap((name) => {
    const text = fileAt(run, commit, name);
    return text === undefined ? [] : [{ name, text }];
  });
}
