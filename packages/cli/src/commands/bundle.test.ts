import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { commitAll } from "../../test/git-repository.ts";
import { lychgate } from "../../test/lychgate.ts";
import { createFolder, createRepository, policyModule } from "../../test/temp-repository.ts";
import type { AccessBundle } from "../bundle/index.ts";
import { createProgram } from "../main.ts";

const built = createFolder({ "index.html": "<!doctype html>", "assets/main.js": "1" });
vi.mock("../bundle/console-build.ts", () => ({ buildConsole: async () => built.root }));

const repository = createRepository();
let commit: string;
beforeAll(() => {
  commit = commitAll(repository);
  repository.write({ "policies/writers.ts": policyModule("writers", ["GET /things"]) });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command within this process, and gives what it printed. */
async function bundle(...args: string[]): Promise<string> {
  const printed: string[] = [];
  vi.spyOn(process, "cwd").mockReturnValue(repository.root);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
  await createProgram().parseAsync(["bundle", ...args], { from: "user" });
  return printed.join("");
}

function read(file: string): AccessBundle {
  return JSON.parse(readFileSync(file, "utf8"));
}

describe("lychgate bundle", () => {
  it("prints the bundle of the files here", async () => {
    const printed = JSON.parse(await bundle());
    expect(printed.revision).toEqual({ name: "working tree", hash: expect.any(String) });
    expect(printed.matrix.groups).toEqual(["readers", "writers"]);
    expect(printed).not.toHaveProperty("comparison");
  });

  it("writes the bundle of a git ref into a file, and prints nothing", async () => {
    const file = join(createFolder().root, "bundle.json");
    expect(await bundle("--head", "main", "--output", file)).toBe("");
    expect(read(file)).toMatchObject({ revision: { name: "main", commit }, matrix: { groups: ["readers"] } });
  });

  it("compares with a base where one is named", async () => {
    const { comparison } = JSON.parse(await bundle("--base", "main"));
    expect(comparison.base).toMatchObject({ name: "main", commit });
    expect(comparison.changes).toMatchObject([{ group: "writers", change: "gained", method: "GET" }]);
  });

  it("writes the console with its bundle", async () => {
    const site = join(createFolder().root, "deep", "site");
    expect(await bundle("--console", site)).toBe("");
    expect(existsSync(join(site, "index.html"))).toBe(true);
    expect(existsSync(join(site, "assets/main.js"))).toBe(true);
    expect(read(join(site, "bundle.json")).format).toBe(1);
  });

  it("says what the policy tests cover, and writes nothing where they fail", async () => {
    const folder = createFolder();
    const [good, bad] = ["good.json", "bad.json"].map((name) => join(folder.root, name));
    const test = (
      wanted: number,
    ) => `import { expect, it } from ${JSON.stringify(import.meta.resolve("vitest"))};
it("holds", () => expect(1).toBe(${wanted}));
`;
    repository.write({ "policies/readers.test.ts": test(1) });
    await bundle("--coverage", "--output", good ?? "");
    const { coverage } = read(good ?? "");
    expect(coverage).toMatchObject({
      statements: { covered: 0, total: 3 },
      routes: { covered: 2, total: 3 },
    });
    expect(coverage?.gaps).toContainEqual({ text: "no group reaches DELETE /things/{thingId}" });
    expect(coverage?.gaps).toContainEqual({
      text: "no policy test uses Allow ReadList",
      file: "policies/readers.ts",
      line: 5,
    });

    repository.write({ "policies/readers.test.ts": test(2) });
    const said = vi.spyOn(console, "error").mockReturnValue(undefined);
    await bundle("--coverage", "--output", bad ?? "");
    expect(said.mock.calls.flat().join("\n")).toMatch(/^the policy tests fail\n/);
    expect({ code: process.exitCode, written: existsSync(bad ?? "") }).toEqual({ code: 1, written: false });
    repository.remove("policies/readers.test.ts");
  });

  it("ends with 2 where nothing could be put together", async () => {
    const broken = createRepository({ "policies/readers.ts": "1 +" });
    const [sound, compiled, tested] = await Promise.all([
      lychgate(["bundle"], { cwd: repository.root }),
      lychgate(["bundle"], { cwd: broken.root }),
      lychgate(["bundle", "--head", "main", "--coverage"], { cwd: repository.root }),
    ]);
    expect({ code: sound.code, stderr: sound.stderr }).toEqual({ code: 0, stderr: "" });
    expect(compiled).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("policies/readers.ts:1:"),
    });
    expect(tested).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("--coverage: expected"),
    });
  });
});
