import { describe, expect, it } from "vitest";
import type { Run } from "../scripts/command.ts";
import { type Approval, approvalOf } from "../scripts/policy-review/approval.ts";
import { parseCodeOwners } from "../scripts/policy-review/code-owners.ts";
import { judge } from "../scripts/policy-review/gate.ts";
import { type GitHub, GitHubError, gitHub } from "../scripts/policy-review/github.ts";
import { type Ownership, ownershipOf, teamMembers } from "../scripts/policy-review/ownership.ts";
import { lostMarks, sensitiveGains } from "../scripts/policy-review/sensitive-access.ts";
import { verdictOn } from "../scripts/policy-review/verdict.ts";

const [BASE, FORK_POINT, HEAD] = ["b", "f", "a"].map((digit) => digit.repeat(40)) as [string, string, string];

const BEFORE = "2026-11-01T10:00:00Z";
const LABELED = "2026-11-01T11:00:00Z";
const AFTER = "2026-11-01T12:00:00Z";

function labeled(login: string | null, event = "labeled", name = "access-approved"): object {
  return { event, label: { name }, created_at: LABELED, actor: login === null ? null : { login } };
}

describe("the label", () => {
  it.each<[string, object[], string | undefined, object]>([
    ["is missing when nobody set it", [{ event: "committed" }], BEFORE, { state: "missing" }],
    [
      "is missing when it was removed",
      [labeled("ana"), labeled("ana", "unlabeled")],
      BEFORE,
      { state: "missing" },
    ],
    ["is not another label", [labeled("ana", "labeled", "approved")], BEFORE, { state: "missing" }],
    [
      "stands when it was set after the push",
      [{ event: "committed" }, labeled("ana")],
      BEFORE,
      { state: "set", by: "ana" },
    ],
    [
      "is of who set it last",
      [labeled("ana"), labeled("ana", "unlabeled"), labeled("bob")],
      BEFORE,
      { state: "set", by: "bob" },
    ],
    [
      "stands when people talk after it",
      [labeled("ana"), { event: "commented" }],
      BEFORE,
      { state: "set", by: "ana" },
    ],
    [
      "is void when a commit came after it",
      [labeled("ana"), { event: "committed" }],
      BEFORE,
      { state: "void" },
    ],
    [
      "is void when the branch was rewritten",
      [labeled("ana"), { event: "head_ref_force_pushed" }],
      BEFORE,
      { state: "void" },
    ],
    [
      "is void when the base was changed",
      [labeled("ana"), { event: "base_ref_changed" }],
      BEFORE,
      { state: "void" },
    ],
    [
      "is void when an older commit was pushed after it",
      [{ event: "committed" }, labeled("ana")],
      AFTER,
      { state: "void" },
    ],
    ["is void when the push came in the same second", [labeled("ana")], LABELED, { state: "void" }],
    ["is void when nobody knows when the push came", [labeled("ana")], undefined, { state: "void" }],
    ["is void when the time of the push is none", [labeled("ana")], "yesterday", { state: "void" }],
    ["is void when nobody knows who set it", [labeled(null)], BEFORE, { state: "void" }],
  ])("%s", (_, timeline, pushedAt, expected) => {
    expect(approvalOf(timeline, pushedAt)).toMatchObject(expected);
  });
});

describe("the verdict", () => {
  const OWN: Ownership = { file: "policies/a.ts", owners: ["@ana"], owns: "yes" };
  const FOREIGN: Ownership = { file: "policies/b.ts", owners: ["@bob"], owns: "no" };
  const TEAM: Ownership = { file: "policies/c.ts", owners: ["@org/access"], owns: "unknown" };
  const UNOWNED: Ownership = { file: "policies/d.ts", owners: [], owns: "no" };
  const SET: Approval = { state: "set", by: "ana" };
  const MISSING: Approval = { state: "missing" };
  const VOID: Approval = { state: "void", why: "a commit was added after it was set" };

  it.each<[string, boolean, Approval, Ownership[], boolean, string]>([
    ["nothing is gained", false, MISSING, [], true, "no access is gained on a sensitive route"],
    ["nothing is gained, whatever the label", false, VOID, [FOREIGN], true, "no access is gained"],
    ["the label is missing", true, MISSING, [OWN], false, "set by an owner of `policies/a.ts` (@ana)"],
    [
      "the label does not count",
      true,
      VOID,
      [OWN],
      false,
      "does not count: a commit was added after it was set",
    ],
    ["an owner of all of it set the label", true, SET, [OWN, OWN], true, "approved by `ana`"],
    [
      "an owner of a part of it set the label",
      true,
      SET,
      [OWN, FOREIGN],
      false,
      "an owner of `policies/b.ts` (@bob)",
    ],
    ["a team owns it that cannot be looked into", true, SET, [OWN, TEAM], false, "name persons beside teams"],
    ["nobody owns a part of it", true, SET, [OWN, UNOWNED], false, "nobody owns `policies/d.ts`"],
    ["no file is known that lets it in", true, SET, [], false, "cannot be told which file"],
  ])("when %s", (_, isGained, approval, ownership, passes, reason) => {
    const verdict = verdictOn({ gained: isGained ? ["`g` gains `GET /x`"] : [], approval, ownership });
    expect(verdict).toEqual({ passes, reason: expect.stringContaining(reason) });
  });
});

describe("ownership", () => {
  const owners = parseCodeOwners("/p/ @Ana @org/access\n/mail/ ana@example.com\n/org/ @org/ana");
  const team = (answer: "yes" | "no" | "unknown") => () => answer;

  it.each([
    ["p/a.ts", "ana", "no", "yes"],
    ["p/a.ts", "bob", "yes", "yes"],
    ["p/a.ts", "bob", "no", "no"],
    ["p/a.ts", "bob", "unknown", "unknown"],
    ["p/a.ts", "ana", "unknown", "yes"],
    ["mail/a.ts", "ana", "yes", "no"],
    ["org/a.ts", "ana", "no", "no"],
    ["nobody/a.ts", "ana", "yes", "no"],
  ] as const)("of %s by %s, when a team says %s: %s", (file, login, answer, owns) => {
    expect(ownershipOf([file], owners, login, team(answer))).toMatchObject([{ owns }]);
  });

  it.each([
    ["yes", { state: "active" }],
    ["no", { state: "pending" }],
    ["unknown", new GitHubError("gh api ended with HTTP 404", 404)],
    ["unknown", new GitHubError("gh api ended with HTTP 403", 403)],
  ])("through a team is %s for %j", (expected, answer) => {
    const github = answering({ "/orgs/org/teams/access/memberships/bob": answer });
    expect(teamMembers(github)("org/access", "bob")).toBe(expected);
  });
});

describe("a change of the policies", () => {
  const change = { group: "g", method: "GET", route: "/x", file: "policies/g.ts", sensitive: true };
  const gains = (...changes: object[]) => sensitiveGains(JSON.stringify({ changes })).map(({ what }) => what);

  it.each<[string, object, string[]]>([
    ["gains on a sensitive route", { ...change, change: "gained" }, ["`g` gains `GET /x`"]],
    ["gains elsewhere", { ...change, change: "gained", sensitive: false }, []],
    ["loses", { ...change, change: "lost" }, []],
    [
      "has a condition that lets in",
      { ...change, change: "condition", after: "allowed" },
      ["`g` is let in on other conditions on `GET /x`"],
    ],
    ["has a condition that only shuts out", { ...change, change: "condition", after: "implicitDeny" }, []],
    [
      "has a condition of which nothing is known",
      { ...change, change: "condition" },
      ["`g` is let in on other conditions on `GET /x`"],
    ],
  ])("that %s", (_, one, expected) => expect(gains(one)).toEqual(expected));

  it.each([
    ["no changes", "{}"],
    ["no JSON", "<html>"],
    ["a kind that is not known", JSON.stringify({ changes: [{ ...change, change: "moved" }] })],
    ["no file", JSON.stringify({ changes: [{ ...change, change: "gained", file: 1 }] })],
  ])("is not read from %s", (_, json) => expect(() => sensitiveGains(json)).toThrow());

  const contract = (name: string, ...paths: string[]) => ({
    name,
    text: JSON.stringify({
      openapi: "3.0.1",
      paths: Object.fromEntries(paths.map((path) => [path, { get: { "x-lychgate-sensitive": true } }])),
    }),
  });

  it("takes a mark away when the route, its mark or its contract goes, and not when it moves", () => {
    const before = [contract("a.yaml", "/x", "/y"), contract("b.yaml", "/z")];
    expect(lostMarks(before, [contract("c.yaml", "/z", "/x")])).toEqual([
      { what: "`GET /y` is no longer marked sensitive", file: "a.yaml" },
    ]);
  });
});

describe("the gate", () => {
  const contract = (operation: object) =>
    JSON.stringify({ openapi: "3.0.1", paths: { "/x": { get: operation } } });
  const GAINED = {
    group: "g",
    method: "GET",
    route: "/x",
    file: "policies/g.ts",
    change: "gained",
    sensitive: true,
  };

  interface Scene {
    changes?: object[];
    diffCode?: number;
    touched?: string[];
    codeOwners?: string;
    pushedAt?: string;
    head?: string;
    login?: string;
    /** Whether the contract's mark is there before the change alone. */
    unmarked?: boolean;
  }

  function gate({ changes = [GAINED], diffCode = 0, touched = ["policies/g.ts"], ...scene }: Scene = {}) {
    const { codeOwners = "/policies/ @ana", pushedAt = BEFORE, head = HEAD, login = "ana" } = scene;
    const calls: string[] = [];
    const files = new Map([
      ["lychgate.json", JSON.stringify({ policies: "policies", contracts: ["api.yaml"] })],
      ["api.yaml", contract({})],
    ]);
    const marked = scene.unmarked ? contract({ "x-lychgate-sensitive": true }) : contract({});
    const answers: ((line: string) => string | undefined)[] = [
      (line) => line.match(/rev-parse .* ([abf]{40})\^\{commit\}$/)?.[1],
      (line) => (line.includes(" merge-base ") ? FORK_POINT : undefined),
      (line) => (line.includes(" --name-only ") ? touched.map((file) => `${file}\0`).join("") : undefined),
      (line) =>
        line.includes(` diff --base ${FORK_POINT} --head ${HEAD} `) ? JSON.stringify({ changes }) : undefined,
      (line) => (line.endsWith(`${BASE}:.github/CODEOWNERS`) ? codeOwners : undefined),
      (line) => (line.endsWith(`${FORK_POINT}:api.yaml`) ? marked : undefined),
      (line) => files.get(line.match(/ [af]{40}:(.+)$/)?.[1] ?? ""),
    ];
    const run: Run = (program, args) => {
      const line = [program, ...args].join(" ");
      calls.push(line);
      const stdout = answers.map((answer) => answer(line)).find((answer) => answer !== undefined);
      const code = line.includes("lychgate.mjs") ? diffCode : stdout === undefined ? 1 : 0;
      return { code, stdout: stdout ?? "", output: stdout ?? "" };
    };
    const github = answering({
      "pulls/7": { head: { sha: head, ref: "a/b&c", repo: { full_name: "fork/r" } } },
      "issues/7/timeline?per_page=100": [labeled(login)],
      "/repos/fork/r/activity?ref=refs%2Fheads%2Fa%2Fb%26c&direction=desc&per_page=1": [
        { ref: "refs/heads/a/b&c", after: HEAD, timestamp: pushedAt },
      ],
    });
    return { calls, outcome: () => judge({ base: BASE, head: HEAD }, run, github, 7).verdict };
  }

  it("passes what an owner has approved", () => {
    expect(gate().outcome()).toEqual({ passes: true, reason: "approved by `ana`" });
  });

  it.each<[string, Scene, string]>([
    ["somebody else has approved", { login: "mallory" }, "the label was set by `mallory`"],
    ["was pushed after the label", { pushedAt: AFTER }, "the commit was pushed after it was set"],
    ["nobody owns", { codeOwners: "# nobody" }, "nobody owns `policies/g.ts`"],
    [
      "touches another owner's policy too",
      { touched: ["policies/g.ts", "api.yaml"], codeOwners: "* @bob\n/policies/ @ana" },
      "an owner of `api.yaml` (@bob)",
    ],
  ])("does not pass what %s", (_, scene, reason) => {
    expect(gate(scene).outcome()).toEqual({ passes: false, reason: expect.stringContaining(reason) });
  });

  it.each<[string, Scene, string]>([
    ["the change cannot be compared", { diffCode: 2 }, "could not be found out"],
    ["the comparison ends in another way", { diffCode: 1 }, "could not be found out"],
    ["the pull request has gone on", { head: BASE }, "has been pushed to since"],
    ["the owners cannot be read", { codeOwners: "/a[b]/ @ana" }, "is not understood"],
  ])("decides nothing when %s", (_, scene, message) => expect(gate(scene).outcome).toThrow(message));

  it("does not let a mark go unseen", () => {
    const scene = { changes: [], unmarked: true, touched: ["api.yaml"], codeOwners: "* @bob" };
    expect(gate({ ...scene, login: "bob" }).outcome().passes).toBe(true);
    expect(gate({ ...scene, login: "mallory" }).outcome().passes).toBe(false);
  });

  it("asks nobody when nothing is gained", () => {
    expect(gate({ changes: [], login: "mallory", head: BASE }).outcome().passes).toBe(true);
  });

  it("takes the owners from the base, and checks nothing out", () => {
    const { calls, outcome } = gate();
    outcome();
    expect(calls.filter((call) => call.includes("CODEOWNERS"))).toEqual([
      `git cat-file blob ${BASE}:.github/CODEOWNERS`,
    ]);
    expect(calls.filter((call) => /git (checkout|switch|worktree|reset)/.test(call))).toEqual([]);
  });
});

describe("GitHub", () => {
  it("is refused a repository that is none", () => {
    expect(() => gitHub("o/r/../x", () => ({ code: 0, stdout: "", output: "" }))).toThrow(
      "expected owner/name",
    );
  });

  it("gives every page of a list, and a status instead of what was sent", () => {
    const answers = [
      { code: 0, stdout: '[[{"id":1}],[{"id":2}]]', output: "" },
      { code: 1, stdout: '{"token":"x"}', output: "gh: Not Found (HTTP 404)" },
    ];
    const github = gitHub("o/r", () => answers.shift() ?? { code: 127, stdout: "", output: "gh: not there" });
    expect(github.list("comments")).toEqual([{ id: 1 }, { id: 2 }]);
    expect(() => github.get("pulls/7")).toThrow(
      new GitHubError("gh api repos/o/r/pulls/7 ended with HTTP 404", 404),
    );
    expect(() => github.get("/user")).toThrow("gh api user ended with 127");
  });
});

/** GitHub with answers by path; an error among them is thrown. */
function answering(answers: Record<string, unknown>): GitHub {
  const get = (path: string): unknown => {
    const answer = answers[path];
    if (answer === undefined) throw new GitHubError(`no answer for ${path}`, 500);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return {
    repository: "o/r",
    get,
    list: (path) => [get(path)].flat(),
    send: (_, path) => get(path),
  };
}
