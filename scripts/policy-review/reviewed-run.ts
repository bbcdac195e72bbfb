/** Which pull request a finished run was about: by the event and the API, never by what the run says of itself. */
import { at, type GitHub, textAt } from "./github.ts";

/** A run of the review, as GitHub tells of it. */
export interface ReviewedRun {
  id: number;
  head: string;
  headRepository: number;
  /** The numbers that the event gives; none for a fork. */
  pullRequests: readonly number[];
  url: string;
}

/** Reads an event `workflow_run`. @throws Error for another one */
export function parseRun(event: unknown): ReviewedRun {
  const run = at(event, "workflow_run");
  const id = at(run, "id");
  const head = textAt(run, "head_sha");
  const headRepository = at(run, "head_repository", "id");
  const isReview = textAt(run, "event") === "pull_request";
  const hasIds = typeof id === "number" && typeof headRepository === "number";
  if (!isReview || head === undefined || !/^[0-9a-f]{40}$/.test(head) || !hasIds) {
    throw new Error("expected the event of a run that a pull request started");
  }
  const listed = at(run, "pull_requests");
  const numbers = (Array.isArray(listed) ? listed : [])
    // Those of other repositories are listed as well.
    .filter((pull) => at(pull, "base", "repo", "id") === at(event, "repository", "id"))
    .map((pull) => at(pull, "number"))
    .filter((number) => typeof number === "number");
  return { id, head, headRepository, pullRequests: numbers, url: textAt(run, "html_url") ?? "" };
}

/**
 * The pull request whose head the run looked at; `undefined` when it has been pushed to or closed since.
 * @throws GitHubError; Error when there are several
 */
export function pullRequestOf(run: ReviewedRun, github: GitHub): number | undefined {
  const candidates =
    run.pullRequests.length > 0
      ? run.pullRequests.map((number) => github.get(`pulls/${number}`))
      : github.list("pulls?state=open&per_page=100");
  const numbers = candidates
    .filter((pull) => isOf(run, pull))
    .map((pull) => at(pull, "number"))
    .filter((number) => typeof number === "number");
  if (numbers.length > 1) throw new Error(`${run.head} is the head of ${numbers.length} pull requests`);
  return numbers[0];
}

function isOf({ head, headRepository }: ReviewedRun, pull: unknown): boolean {
  return (
    textAt(pull, "state") === "open" &&
    textAt(pull, "head", "sha") === head &&
    at(pull, "head", "repo", "id") === headRepository
  );
}
