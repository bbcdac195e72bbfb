/** Whether the label that approves access stands on a pull request, who set it, and whether it is still good. */
import { at, type GitHub, textAt } from "./github.ts";

export const LABEL = "access-approved";

export type Approval =
  | { state: "missing" }
  /** It stands there, and does not count. */
  | { state: "void"; why: string }
  | { state: "set"; by: string };

/** What changes what a label was set for. */
const VOIDING = new Map([
  ["committed", "a commit was added after it was set"],
  ["head_ref_force_pushed", "the branch was rewritten after it was set"],
  ["head_ref_restored", "the branch was restored after it was set"],
  ["base_ref_changed", "the base branch was changed after it was set"],
  ["base_ref_force_pushed", "the base branch was rewritten after it was set"],
  ["automatic_base_change_succeeded", "the base branch was changed after it was set"],
]);

/**
 * Judges the label by a pull request's timeline, the oldest event first.
 *
 * A commit stands in the timeline by dates that its author chose, so the time at which the branch came to the commit
 * under review has to be known as well.
 * @param pushedAt as GitHub recorded it; `undefined` where it is not known, which voids the label
 * @see https://docs.github.com/rest/using-the-rest-api/issue-event-types
 */
export function approvalOf(timeline: readonly unknown[], pushedAt: string | undefined): Approval {
  const index = timeline.findLastIndex(
    (event) =>
      ["labeled", "unlabeled"].includes(textAt(event, "event") ?? "") &&
      textAt(event, "label", "name") === LABEL,
  );
  const event = timeline[index];
  if (textAt(event, "event") !== "labeled") return { state: "missing" };
  const by = textAt(event, "actor", "login");
  const labeledAt = Date.parse(textAt(event, "created_at") ?? "");
  if (by === undefined || Number.isNaN(labeledAt)) {
    return { state: "void", why: "GitHub does not say who set it, or when" };
  }
  for (const later of timeline.slice(index + 1)) {
    const why = VOIDING.get(textAt(later, "event") ?? "");
    if (why !== undefined) return { state: "void", why };
  }
  if (pushedAt === undefined) return { state: "void", why: "GitHub does not say when the commit was pushed" };
  // In doubt, the commit came later; what is no date is neither.
  if (Date.parse(pushedAt) < labeledAt) return { state: "set", by };
  return { state: "void", why: "the commit was pushed after it was set" };
}

/** Reads and judges the label of a pull request whose head is the commit. @throws GitHubError, Error for another head */
export function readApproval(github: GitHub, pullRequest: number, head: string): Approval {
  const { repository, branch } = headOf(github, pullRequest, head);
  const timeline = github.list(`issues/${pullRequest}/timeline?per_page=100`);
  const approval = approvalOf(timeline, pushTime(github, repository, branch, head));
  // Both were read one after the other; what was pushed in between must not count.
  headOf(github, pullRequest, head);
  return approval;
}

function headOf(github: GitHub, number: number, head: string): { repository: string; branch: string } {
  const pull = github.get(`pulls/${number}`);
  const [repository, branch] = [textAt(pull, "head", "repo", "full_name"), textAt(pull, "head", "ref")];
  if (textAt(pull, "head", "sha") !== head) throw new Error(`#${number} has been pushed to since ${head}`);
  if (repository === undefined || branch === undefined) throw new Error(`#${number} has no branch any more`);
  return { repository, branch };
}

/**
 * When the branch came to the commit.
 * @see https://docs.github.com/rest/repos/repos#list-repository-activities
 */
function pushTime(github: GitHub, repository: string, branch: string, head: string): string | undefined {
  const ref = `refs/heads/${branch}`;
  const query = `ref=${encodeURIComponent(ref)}&direction=desc&per_page=1`;
  try {
    const latest = at(github.get(`/repos/${repository}/activity?${query}`), 0);
    const isHead = textAt(latest, "ref") === ref && textAt(latest, "after") === head;
    return isHead ? textAt(latest, "timestamp") : undefined;
  } catch {
    // A private fork, for one: its pushes cannot be seen from here.
    return undefined;
  }
}
