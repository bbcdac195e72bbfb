/** The one comment of a pull request, written anew in place. */
import { MARKER } from "./comment-text.ts";
import { at, type GitHub, GitHubError, textAt } from "./github.ts";
import type { ReviewedRun } from "./reviewed-run.ts";

/** Who comments with a workflow's own token. */
const BOT = "github-actions[bot]";

/**
 * Posts the comment, or writes it anew where it is.
 * @param fresh whether to post it when there is none yet
 * @returns what was done
 * @throws GitHubError
 */
export function putComment(github: GitHub, pullRequest: number, text: string, fresh: boolean): string {
  const body = `${text}\n\n${MARKER}\n`;
  const id = commentOf(github.list(`issues/${pullRequest}/comments?per_page=100`));
  if (id !== undefined) {
    github.send("PATCH", `issues/comments/${id}`, { body });
    return `updated the comment on #${pullRequest}`;
  }
  if (!fresh) return `nothing to say on #${pullRequest}`;
  github.send("POST", `issues/${pullRequest}/comments`, { body });
  return `commented on #${pullRequest}`;
}

/** The bot's own: anybody can write the marker into a comment. */
function commentOf(comments: readonly unknown[]): number | undefined {
  const own = comments.find(
    (comment) =>
      textAt(comment, "user", "login") === BOT &&
      textAt(comment, "body")?.trimEnd().endsWith(MARKER) === true,
  );
  const id = at(own, "id");
  return typeof id === "number" ? id : undefined;
}

/** Under what the pull request's own run has said, so that nobody takes it for more. */
export function provenance({ head, url }: Pick<ReviewedRun, "head" | "url">): string {
  const run = isPlain(url) ? `[this run](${url})` : "a run";
  return `<sub>Of \`${head.slice(0, 12)}\`, said by its own code in ${run}.</sub>`;
}

/** The artifact of `policy-review.yml` that holds the console. */
const CONSOLE = "console";

/** Where the console of the change is to be had; `undefined` where the run has left none. */
export function consoleLink(
  { id, url }: Pick<ReviewedRun, "id" | "url">,
  github: Pick<GitHub, "get">,
): string | undefined {
  const artifact = at(artifactsOf(id, github), 0, "id");
  if (typeof artifact !== "number" || !isPlain(url)) return undefined;
  return `<sub>[The console of this change](${url}/artifacts/${artifact}) shows it in full: unpack it, and serve its folder on your machine.</sub>`;
}

/** Without a console, the comment says all the same what is let in. */
function artifactsOf(run: number, github: Pick<GitHub, "get">): unknown {
  try {
    return at(github.get(`actions/runs/${run}/artifacts?name=${CONSOLE}`), "artifacts");
  } catch (error) {
    if (error instanceof GitHubError) return undefined;
    throw error;
  }
}

function isPlain(url: string): boolean {
  return /^https:\/\/[\w.-]+\/[\w./-]+$/.test(url);
}
