import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { commitAll, runGit } from "../test/git-repository.ts";
import {
  createFolder,
  createRepository,
  policyModule,
  READERS,
  type TempFolder,
} from "../test/temp-repository.ts";
import { inspectRepository, loadRepository } from "./repository.ts";
import { folderSource, openSource } from "./source.ts";
import { defaultBase, prefixInGit } from "./source-git.ts";

function groupsOf(ref: string, cwd: string): string[] {
  return loadRepository(openSource(ref, cwd)).policies.map(({ compiled }) => compiled.group);
}

describe("a repository at a git ref", () => {
  const outer = createFolder();
  let inner: string;
  let first: string;
  beforeAll(() => {
    inner = join(outer.root, "apis/things");
    const files = createRepository({ "policies/ü ber.ts": "no policy yet" });
    runGit(files, "init", "--quiet");
    mkdirSync(inner, { recursive: true });
    outer.write({
      "apis/things/lychgate.json": '{ "policies": "./policies", "contracts": ["../api/things.yaml"] }',
      "apis/things/policies/readers.ts": READERS,
      "apis/api/things.yaml": folderSource(files.root).read("things.yaml"),
    });
    first = commitAll(outer);
    outer.write({ "apis/things/policies/writers.ts": policyModule("writers", ["ANY /**"]) });
    outer.remove("apis/things/policies/readers.ts");
    commitAll(outer);
    outer.remove("apis/things/policies");
  });

  it("is read as it stood there, whatever lies in the folder now", () => {
    expect(groupsOf(first, inner)).toEqual(["readers"]);
    expect(groupsOf("HEAD~1", inner)).toEqual(["readers"]);
    expect(groupsOf("main", inner)).toEqual(["writers"]);
  });

  it("is found from a folder within, and not from one above", () => {
    expect(openSource("HEAD", inner).root).toBe(inner);
    expect(() => openSource("HEAD", outer.root)).toThrow(
      "no lychgate.json in this folder or above it at `HEAD`",
    );
    expect(prefixInGit(inner)).toBe("apis/things/");
  });

  it("reads as a folder does, to the last byte", () => {
    const text = "ä\n\nend without a newline";
    const folder = createRepository({ "policies/readers.ts": `${READERS}\n\n`, "a/b.txt": text });
    commitAll(folder);
    const [at, here] = [openSource("HEAD", folder.root), openSource(folder.root, "/")];
    for (const file of ["a/b.txt", "./a/../lychgate.json", "policies/readers.ts"]) {
      expect(at.read(file)).toBe(here.read(file));
    }
    expect(at.list("policies")).toEqual(here.list("policies"));
    expect(at.read("policies/readers.ts")).toBe(`${READERS}\n\n`);
    expect(inspectRepository(at)).toMatchObject({ problems: [], repository: { root: folder.root } });
  });

  it.each([
    ["gone.txt", "there is no `apis/things/gone.txt` at "],
    ["policies", "there is no `apis/things/policies` at "],
    ["../../../x", "`../x` is outside of the git repository"],
  ])("has no file `%s`", (file, message) => {
    expect(() => openSource("HEAD", inner).read(file)).toThrow(message);
  });
});

describe("what is named to be compared", () => {
  const ambiguous = createRepository({ "release/notes.txt": "none", "v1/lychgate.json": "" });
  beforeAll(() => {
    commitAll(ambiguous);
    for (const branch of ["release", "v1"]) runGit(ambiguous, "branch", branch);
  });

  it.each(["no-such-thing", "--help", "-h", "", "HEAD\n", "^HEAD", "HEAD:policies", "main..HEAD"])(
    "is refused where it is neither a folder nor a ref: %j",
    (name) => {
      expect(() => groupsOf(name, ambiguous.root)).toThrow("expected a folder or a git ref");
    },
  );

  it("is a folder before it is a ref", () => {
    ambiguous.write({ "v1/lychgate.json": '{ "policies": "p", "contracts": ["x.yaml"] }' });
    expect(openSource("v1", ambiguous.root).root).toBe(join(ambiguous.root, "v1"));
  });

  it("is refused where it might be a ref, and is a folder that only belongs to a repository", () => {
    expect(() => openSource("release", ambiguous.root)).toThrow("`release` is a folder and a git ref");
    expect(groupsOf("./release", ambiguous.root)).toEqual(["readers"]);
    expect(groupsOf("refs/heads/release", ambiguous.root)).toEqual(["readers"]);
  });

  it("may be a folder outside of git", () => {
    const { root } = createRepository();
    expect(groupsOf(root, "/")).toEqual(["readers"]);
    expect(() => groupsOf("HEAD", root)).toThrow(
      /^expected a folder or a git ref, got `HEAD`: fatal: not a git repository/,
    );
  });
});

describe("the base that nobody names", () => {
  const changed = (folder: TempFolder) => {
    folder.write({ "policies/writers.ts": policyModule("writers", ["ANY /**"]) });
    return commitAll(folder);
  };

  it("is where the change left main, and main at origin before that", () => {
    const folder = createRepository();
    const fork = commitAll(folder);
    runGit(folder, "switch", "--quiet", "--create", "topic");
    const topic = changed(folder);
    runGit(folder, "switch", "--quiet", "main");
    commitAll(folder, "on main");
    expect(defaultBase("topic", folder.root)).toBe(fork);
    runGit(folder, "update-ref", "refs/remotes/origin/main", topic);
    expect(defaultBase("topic", folder.root)).toBe(topic);
    expect(defaultBase(folder.root, folder.root)).toBe(fork);
  });

  it("is HEAD without a main line", () => {
    const folder = createRepository();
    commitAll(folder);
    runGit(folder, "branch", "--move", "trunk");
    expect(defaultBase(folder.root, folder.root)).toBe("HEAD");
  });

  it("has to be named in a shallow clone, which lacks the main line", () => {
    const folder = createRepository();
    commitAll(folder);
    changed(folder);
    const clone = createFolder();
    runGit(clone, "clone", "--quiet", "--depth", "1", `file://${folder.root}`, ".");
    runGit(clone, "branch", "--move", "topic");
    for (const ref of ["refs/remotes/origin/HEAD", "refs/remotes/origin/main"]) {
      runGit(clone, "update-ref", "--no-deref", "-d", ref);
    }
    expect(() => defaultBase("HEAD", clone.root)).toThrow("this clone is shallow and has no main line");
  });

  it("has to be named outside of git, and where there is no common commit", () => {
    expect(() => defaultBase(".", createRepository().root)).toThrow("--base: expected a folder or a git ref");
    const folder = createRepository();
    commitAll(folder);
    runGit(folder, "switch", "--quiet", "--orphan", "other");
    commitAll(folder);
    expect(() => defaultBase("other", folder.root)).toThrow("has no commit in common with `other`");
  });
});
