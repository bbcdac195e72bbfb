/** Whether a person owns files, by the CODEOWNERS of the base branch. */
import type { CodeOwners } from "./code-owners.ts";
import { type GitHub, GitHubError, textAt } from "./github.ts";

/** Whether the person owns the file; `unknown` where a team cannot be looked into. */
export interface Ownership {
  file: string;
  owners: readonly string[];
  owns: "yes" | "no" | "unknown";
}

/** Whether somebody is in a team, `org/team`. */
export type IsMember = (team: string, login: string) => "yes" | "no" | "unknown";

export function ownershipOf(
  files: readonly string[],
  codeOwners: CodeOwners,
  login: string,
  isMember: IsMember,
): Ownership[] {
  return files.map((file) => {
    const owners = codeOwners.of(file);
    const answers = owners.map((owner) => ownsAs(owner, login, isMember));
    return { file, owners, owns: answers.find((one) => one === "yes") ?? answers.find(isUnknown) ?? "no" };
  });
}

function isUnknown(answer: string): answer is "unknown" {
  return answer === "unknown";
}

function ownsAs(owner: string, login: string, isMember: IsMember): Ownership["owns"] {
  const [, name = "", team] = /^@([\w.-]+)(?:\/([\w.-]+))?$/.exec(owner) ?? [];
  if (team !== undefined) return isMember(`${name}/${team}`, login);
  return name !== "" && name.toLowerCase() === login.toLowerCase() ? "yes" : "no";
}

/**
 * Looks into teams. A workflow's own token may not, so with it every answer is `unknown`.
 * @see https://docs.github.com/rest/teams/members#get-team-membership-for-a-user
 */
export function teamMembers(github: GitHub): IsMember {
  const known = new Map<string, Ownership["owns"]>();
  const ask = (team: string, login: string): Ownership["owns"] => {
    const [org, slug] = team.split("/");
    try {
      const membership = github.get(`/orgs/${org}/teams/${slug}/memberships/${encodeURIComponent(login)}`);
      return textAt(membership, "state") === "active" ? "yes" : "no";
    } catch (error) {
      // 404 is answered for who is not in the team and for who may not know alike.
      if (error instanceof GitHubError) return "unknown";
      throw error;
    }
  };
  return (team, login) => {
    const answer = known.get(team) ?? ask(team, login);
    known.set(team, answer);
    return answer;
  };
}
