import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readComment, readFindings, readTouched } from "../scripts/policy-review/artifact.ts";
import { consoleLink, provenance, putComment } from "../scripts/policy-review/comment.ts";
import { MARKER } from "../scripts/policy-review/comment-text.ts";
import { type GitHub, GitHubError } from "../scripts/policy-review/github.ts";
import { parseRun, pullRequestOf } from "../scripts/policy-review/reviewed-run.ts";
import { uploadFindings } from "../scripts/policy-review/upload.ts";

const HEAD = "a".repeat(40);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lychgate-artifact-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function leave(file: string, content: unknown): void {
  writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
}

function sarif(tool: string, results: unknown = []): object {
  return { version: "2.1.0", runs: [{ tool: { driver: { name: tool, rules: [] } }, results }] };
}

describe("a review that a run has left", () => {
  it.each([
    ["calls nobody", "ask @your-org/all", "ask @\u200byour-org/all"],
    ["shows no picture", "![x](https://example.com/x.png)", "!\u200b[x](https://example.com/x.png)"],
    ["folds", "<details><summary>a</summary></details>", "<details><summary>a</summary></details>"],
    [
      "holds no other HTML",
      "<img src=x><details open><a href=x>",
      "&lt;img src=x>&lt;details open>&lt;a href=x>",
    ],
    ["hides nothing", `a <!-- b --> ${MARKER}`, "a &lt;!-- b -->"],
  ])("%s", (_, text, expected) => {
    leave("comment.md", text);
    expect(readComment(folder)).toBe(expected);
  });

  it.each([
    ["is empty", () => leave("comment.md", ` ${MARKER} `)],
    ["is too long", () => leave("comment.md", "x".repeat(64_001))],
    ["is larger than a file may be", () => leave("comment.md", "x".repeat(5_000_001))],
    ["is missing", () => undefined],
    ["is a link", () => symlinkSync("/etc/hostname", join(folder, "comment.md"))],
  ])("is not posted when it %s", (_, prepare) => {
    prepare();
    expect(() => readComment(folder)).toThrow("comment.md: expected");
  });

  it.each([
    [{ touched: false }, false],
    [{ touched: true }, true],
    [{}, true],
    [[], true],
  ])("with the summary %j touches what decides: %s", (summary, touched) => {
    leave("summary.json", summary);
    expect(readTouched(folder)).toBe(touched);
  });
});

describe("findings that a run has left", () => {
  it("are put together anew, under their own category", () => {
    const log = sarif("lychgate lint", [{ ruleId: "LY101" }]);
    leave("lint.sarif", { ...log, inlineExternalProperties: [1] });
    expect(JSON.parse(readFindings(folder, "lint.sarif") ?? "")).toEqual({
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "lychgate lint", rules: [] } },
          automationDetails: { id: "lychgate lint/" },
          results: [{ ruleId: "LY101" }],
        },
      ],
    });
  });

  it("may be missing", () => expect(readFindings(folder, "diff.sarif")).toBeUndefined());

  it.each([
    ["of another tool", sarif("CodeQL")],
    ["of two runs", { version: "2.1.0", runs: [sarif("lychgate lint"), sarif("lychgate lint")] }],
    ["of another version", { ...sarif("lychgate lint"), version: "2.0.0" }],
    ["too many", sarif("lychgate lint", new Array(5_001).fill({}))],
    ["none", sarif("lychgate lint", null)],
    ["no JSON", "<html>"],
  ])("are refused when they are %s", (_, content) => {
    leave("lint.sarif", content);
    expect(() => readFindings(folder, "lint.sarif")).toThrow();
  });

  it("are uploaded for the pull request's commit", () => {
    leave("lint.sarif", sarif("lychgate lint"));
    const { github, sent } = recording();
    expect([...uploadFindings(github, { folder, head: HEAD, number: "7" })]).toEqual([
      "lint.sarif: uploaded",
      "prove.sarif: none",
      "diff.sarif: none",
    ]);
    expect(sent).toMatchObject([
      { path: "POST code-scanning/sarifs", body: { commit_sha: HEAD, ref: "refs/pull/7/head" } },
    ]);
    const { sarif: packed } = sent[0]?.body ?? {};
    expect(JSON.parse(gunzipSync(Buffer.from(String(packed), "base64")).toString())).toMatchObject({
      version: "2.1.0",
    });
  });

  it("are left out where there is no code scanning, and not lost silently otherwise", () => {
    leave("lint.sarif", sarif("lychgate lint"));
    const upload = (status: number) => {
      const { github } = recording();
      const send = () => {
        throw new GitHubError(`HTTP ${status}`, status);
      };
      return [...uploadFindings({ ...github, send }, { folder, head: HEAD, number: "7" })];
    };
    expect(upload(403)).toEqual([expect.stringContaining("::warning::lint.sarif")]);
    expect(() => upload(500)).toThrow("HTTP 500");
  });
});

describe("the pull request of a run", () => {
  const RUN = {
    id: 1,
    event: "pull_request",
    head_sha: HEAD,
    head_repository: { id: 2 },
    html_url: "https://x.test/r/1",
  };
  const pull = (number: number, changes: object = {}) => ({
    number,
    state: "open",
    head: { sha: HEAD, repo: { id: 2 } },
    base: { repo: { id: 1 } },
    ...changes,
  });
  const event = (changes: object = {}) => ({ repository: { id: 1 }, workflow_run: { ...RUN, ...changes } });

  it.each<[string, object, object[], number | undefined]>([
    ["is the one of the event", { pull_requests: [pull(7)] }, [pull(8)], 7],
    [
      "is not one of another repository",
      { pull_requests: [pull(9, { base: { repo: { id: 3 } } })] },
      [pull(8)],
      8,
    ],
    ["is found by its head for a fork", { pull_requests: [] }, [pull(6, { head: { sha: "b" } }), pull(8)], 8],
    ["is of the same fork", {}, [pull(8, { head: { sha: HEAD, repo: { id: 4 } } })], undefined],
    ["is open", {}, [pull(8, { state: "closed" })], undefined],
    ["may have gone on", { pull_requests: [pull(10)] }, [], undefined],
  ])("%s", (_, changes, open, expected) => {
    const current = new Map<string, unknown>([
      ["pulls/7", pull(7)],
      ["pulls/10", pull(10, { head: { sha: "c".repeat(40), repo: { id: 2 } } })],
    ]);
    const { github } = recording();
    const found = pullRequestOf(parseRun(event(changes)), {
      ...github,
      get: (path) => current.get(path),
      list: () => open,
    });
    expect(found).toBe(expected);
  });

  it("is not guessed among several", () => {
    const { github } = recording();
    expect(() => pullRequestOf(parseRun(event()), { ...github, list: () => [pull(7), pull(8)] })).toThrow(
      "is the head of 2 pull requests",
    );
  });

  it.each([
    ["a push", event({ event: "push" })],
    ["something else", {}],
    ["a commit that is none", event({ head_sha: "main" })],
    ["a run without a number", event({ id: "1/../2" })],
  ])("is not looked for after %s", (_, other) =>
    expect(() => parseRun(other)).toThrow("expected the event of a run"),
  );
});

describe("the comment", () => {
  const own = { id: 5, user: { login: "github-actions[bot]" }, body: `old\n\n${MARKER}\n` };
  const others = [
    { id: 3, user: { login: "mallory" }, body: MARKER },
    { id: 4, user: { login: "github-actions[bot]" }, body: `of another workflow, about ${MARKER} and more` },
  ];

  it.each<[string, object[], boolean, string[]]>([
    ["is posted when there is none", others, true, ["POST issues/7/comments"]],
    ["is written anew where it is", [...others, own], true, ["PATCH issues/comments/5"]],
    ["is written anew when nothing is touched any more", [own], false, ["PATCH issues/comments/5"]],
    ["is not posted when nothing is touched", others, false, []],
  ])("%s", (_, comments, fresh, expected) => {
    const { github, sent } = recording(comments);
    putComment(github, 7, "new", fresh);
    expect(sent.map(({ path }) => path)).toEqual(expected);
    for (const { body } of sent) expect(body).toEqual({ body: `new\n\n${MARKER}\n` });
  });

  it("says whose words it holds", () => {
    expect(provenance({ head: HEAD, url: "https://github.com/o/r/actions/runs/1" })).toBe(
      "<sub>Of `aaaaaaaaaaaa`, said by its own code in [this run](https://github.com/o/r/actions/runs/1).</sub>",
    );
    expect(provenance({ head: HEAD, url: "javascript:x" })).not.toContain("javascript");
  });

  const URL = "https://github.com/o/r/actions/runs/1";

  it.each([
    [
      "links the console that the run has left",
      URL,
      { artifacts: [{ id: 9, name: "console" }] },
      `(${URL}/artifacts/9)`,
    ],
    ["links none where there is none", URL, { artifacts: [] }, undefined],
    ["links none that has no number", URL, { artifacts: [{ id: "9) [x](y" }] }, undefined],
    ["links none of a run without an address", "javascript:x", { artifacts: [{ id: 9 }] }, undefined],
    ["links none where GitHub does not tell", URL, new GitHubError("HTTP 404", 404), undefined],
  ])("%s", (_, url, answer, expected) => {
    const asked: string[] = [];
    const get = (path: string) => {
      asked.push(path);
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const link = consoleLink({ id: 1, url }, { get });
    expect(asked).toEqual(["actions/runs/1/artifacts?name=console"]);
    if (expected === undefined) expect(link).toBeUndefined();
    else expect(link).toContain(`[The console of this change]${expected} `);
  });
});

function recording(comments: readonly object[] = []): {
  github: GitHub;
  sent: { path: string; body: Record<string, unknown> }[];
} {
  const sent: { path: string; body: Record<string, unknown> }[] = [];
  const github: GitHub = {
    repository: "o/r",
    get: () => undefined,
    list: () => comments,
    send: (method, path, body) => {
      sent.push({ path: `${method} ${path}`, body: { ...(body as object) } });
      return null;
    },
  };
  return { github, sent };
}
