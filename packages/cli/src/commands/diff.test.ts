import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { commitAll, runGit } from "../../test/git-repository.ts";
import { lychgate } from "../../test/lychgate.ts";
import { CONTRACT, createRepository, policyModule, READERS } from "../../test/temp-repository.ts";
import { createProgram } from "../main.ts";

const SENSITIVE = CONTRACT.replace(
  "delete: { responses: {} }",
  "delete: { x-lychgate-sensitive: true, responses: {} }",
);
const WIDE = READERS.replace(
  '"GET /things/{thingId}"',
  '"GET /things/{thingId}", "DELETE /things/{thingId}"',
);

const repository = createRepository({ "things.yaml": SENSITIVE });
const head = createRepository({ "things.yaml": SENSITIVE, "policies/readers.ts": WIDE });

/** Branches that do not compile. */
const BROKEN: Readonly<Record<string, Record<string, string>>> = {
  broken: { "policies/readers.ts": READERS.replace("GET /things/{thingId}", "GET /thing") },
  unset: { "lychgate.json": "{}" },
  gone: { "things.yaml": "[" },
};

beforeAll(() => {
  commitAll(repository);
  runGit(repository, "switch", "--quiet", "--create", "topic");
  repository.write({ "policies/writers.ts": policyModule("writers", ["ANY /**"]) });
  commitAll(repository);
  for (const [branch, files] of Object.entries(BROKEN)) {
    runGit(repository, "switch", "--quiet", "--create", branch, "main");
    repository.write(files);
    commitAll(repository);
  }
  runGit(repository, "switch", "--quiet", "topic");
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command within this process. */
async function diff(...args: string[]): Promise<{ stdout: string; code: typeof process.exitCode }> {
  vi.spyOn(process, "cwd").mockReturnValue(repository.root);
  const log = vi.spyOn(console, "log").mockReturnValue(undefined);
  await createProgram().parseAsync(["diff", ...args], { from: "user" });
  return { stdout: log.mock.calls.flat().join("\n"), code: process.exitCode };
}

describe("lychgate diff", () => {
  it("compares the files of the folder with where the change left main", async () => {
    const { stdout, code } = await diff();
    expect(stdout.split("\n")).toEqual([
      "writers",
      expect.stringMatching(
        /^ {2}\+ DELETE \/things\/\{thingId\} {2}from anywhere {2}.*\[sensitive\].* policies\/writers\.ts:1 Only$/,
      ),
      expect.stringMatching(/^ {2}\+ GET \/things /),
      expect.stringMatching(/^ {2}\+ GET \/things\/\{thingId\} /),
      "3 gained, 0 lost, 0 under other conditions; 1 let in on sensitive routes",
    ]);
    expect(code).toBeUndefined();
  });

  it("prints JSON with a witness for each change", async () => {
    const { stdout } = await diff("--base", "main", "--head", head.root, "--format", "json");
    const witness = { method: "DELETE", path: expect.stringMatching(/^\/things\/[^/]+$/) };
    expect(JSON.parse(stdout)).toEqual({
      changes: [
        expect.objectContaining({
          group: "readers",
          route: "/things/{thingId}",
          method: "DELETE",
          change: "gained",
          witness: expect.objectContaining({
            ...witness,
            context: expect.objectContaining({ "aws:SourceIp": expect.stringMatching(/^192\.0\.2\./) }),
          }),
          sids: ["ReadOne"],
          file: "policies/readers.ts",
          line: 6,
          sensitive: true,
        }),
      ],
    });
  });

  it.each([
    ["markdown", /^\*\*Lets in\*\*: `readers` may now `DELETE .*\n<!-- lychgate-review -->$/s],
    ["sarif", /"uri": "policies\/readers\.ts"/],
    ["text", /^readers\n/],
  ])("prints %s", async (format, wanted) => {
    const { stdout } = await diff("--base", "main", "--head", head.root, "--format", format);
    expect(stdout).toMatch(wanted);
  });

  it.each([
    ["changes", ["--head", "topic"], undefined],
    ["changes, and an exit code for them", ["--head", "topic", "--exit-code"], 1],
    ["no change, and an exit code for them", ["--head", "main", "--exit-code"], undefined],
    ["a gain on a sensitive route that is to fail", ["--head", "topic", "--fail-on", "sensitive"], 1],
    [
      "a loss on a sensitive route only",
      ["--base", "topic", "--head", "main", "--fail-on", "sensitive"],
      undefined,
    ],
  ])("ends on purpose with %s", async (_, args, code) => {
    expect((await diff("--base", "main", ...args)).code).toBe(code);
  });

  it("says that nothing changed", async () => {
    expect((await diff("--base", "main", "--head", "main")).stdout).toBe("no change in who may do what");
  });

  it.each([
    ["the head", ["--head", "broken"], "the head `broken` does not compile\npolicies/readers.ts:6: "],
    ["the base", ["--base", "broken"], "the base `broken` does not compile\npolicies/readers.ts:6: "],
    ["the settings of the head", ["--head", "unset"], "the head `unset` does not compile\nlychgate.json: "],
    ["the contract of the head", ["--head", "gone"], "the head `gone` does not compile\nthings.yaml: "],
    ["what nobody knows", ["--base", "nowhere"], "expected a folder or a git ref, got `nowhere`"],
    ["an option in the place of a ref", ["--base=--all"], "expected a folder or a git ref, got `--all`"],
    ["an empty name", ["--base", ""], "expected a folder or a git ref, got nothing"],
  ])("refuses %s", async (_, args, message) => {
    await expect(diff("--base", "main", ...args)).rejects.toThrow(message);
  });

  it("ends with exit code 2, and the problems on lines of their own", async () => {
    const run = await lychgate(["diff", "--head", "broken"], { cwd: repository.root });
    expect(run.stderr.split("\n")).toEqual([
      "lychgate: the head `broken` does not compile",
      expect.stringMatching(/^policies\/readers\.ts:6: .*`GET \/thing`/),
      "",
    ]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
  });
});
