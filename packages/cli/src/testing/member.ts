import { CliError } from "../errors.ts";
import type { Repository, RepositoryPolicy } from "../repository.ts";

/** A user of the repository that the tests run in, by the policies of the user's groups. */
export interface Member {
  repository: Repository;
  policies: readonly [RepositoryPolicy, ...RepositoryPolicy[]];
}

/** What a matcher answers. */
export interface Answer {
  pass: boolean;
  message: () => string;
}

/** A test that asks about something else would say nothing. @throws CliError `Usage` */
export function checkMember(received: unknown): void {
  const isMember = typeof received === "object" && received !== null && "policies" in received;
  if (!isMember) throw new CliError("Usage", "expected `group(…)` or `groups(…)` in `expect`");
}

export function groupNames({ policies }: Member): string[] {
  return policies.map(({ compiled }) => compiled.group);
}
