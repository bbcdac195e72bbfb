import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CHECKOUT } from "../../test/checkout.ts";
import { CONTRACT, createRepository, type TempFolder } from "../../test/temp-repository.ts";
import { createProgram } from "../main.ts";
import { loadRepository } from "../repository.ts";

const TAGGED = CONTRACT.replace(
  "    delete: { responses: {} }",
  "    delete: { tags: [care], responses: {} }\n    head: { tags: [care], responses: {} }",
);

let repository: TempFolder;
beforeEach(() => {
  repository = createRepository({ "things.yaml": TAGGED });
  vi.spyOn(process, "cwd").mockReturnValue(repository.root);
  vi.spyOn(console, "log").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function create(group: string, ...args: string[]): Promise<void> {
  await createProgram().parseAsync(["new", group, ...args], { from: "user" });
}

function read(file: string): string {
  return readFileSync(join(repository.root, file), "utf8");
}

/** What the group that was made may do. */
function routesOf(group: string): unknown[] {
  const policy = loadRepository(repository.root).policies.find(({ compiled }) => compiled.group === group);
  return policy?.source.statements.flatMap(({ routes = [] }) => routes) ?? [];
}

const DESCRIPTION = ["--description", "Keepers: care for things."];

describe("lychgate new", () => {
  it("writes a policy that is valid and tests that pass", async () => {
    await create(
      "keepers",
      ...DESCRIPTION,
      "--routes",
      "GET /things",
      "DELETE /things/*",
      "--ip",
      "192.0.2.0/24",
    );
    expect(routesOf("keepers")).toEqual(["GET /things", "DELETE /things/{thingId}"]);
    symlinkSync(join(CHECKOUT, "node_modules"), join(repository.root, "node_modules"));
    const vitest = join(CHECKOUT, "node_modules/vitest/vitest.mjs");
    const args = ["run", "--root", repository.root, "--reporter", "json", "--outputFile", "results.json"];
    execFileSync(process.execPath, [vitest, ...args], { cwd: repository.root, stdio: "pipe" });
    expect(JSON.parse(read("results.json"))).toMatchObject({ success: true, numPassedTests: 4 });
  });

  it("says what it wrote", async () => {
    await create("keepers", ...DESCRIPTION, "--read-only");
    expect(vi.mocked(console.log).mock.calls).toEqual([
      ["wrote policies/keepers.ts"],
      ["wrote policies/keepers.test.ts"],
      ["next: `lychgate generate`, which gives the group its type"],
    ]);
  });

  it.each<[string, string[], string[]]>([
    [
      "every operation that reads",
      ["--read-only"],
      ["GET /things", "GET /things/{thingId}", "HEAD /things/{thingId}"],
    ],
    ["the operations of a tag", ["--tag", "care"], ["HEAD /things/{thingId}", "DELETE /things/{thingId}"]],
    ["those of a tag that read", ["--tag", "care", "--read-only"], ["HEAD /things/{thingId}"]],
  ])("may pick %s", async (_, args, routes) => {
    await create("keepers", ...DESCRIPTION, ...args);
    expect(routesOf("keepers")).toEqual(routes);
  });

  it.each<[string, string, string[], string]>([
    [
      "a description that is missing",
      "keepers",
      ["--read-only"],
      "expected --description, which is asked for only",
    ],
    ["routes that are missing", "keepers", DESCRIPTION, "expected --routes, --read-only or --tag, which"],
    [
      "a route that no API has",
      "keepers",
      [...DESCRIPTION, "--routes", "GET /thing/1"],
      "no API has the route `GET /thing/1`",
    ],
    [
      "routes beside a tag",
      "keepers",
      [...DESCRIPTION, "--routes", "GET /things", "--tag", "care"],
      "--routes: expected without",
    ],
    [
      "a tag that no operation carries",
      "keepers",
      [...DESCRIPTION, "--tag", "x"],
      "--tag: no operation carries `x`; there are `care`",
    ],
    ["a name that is none", "../keepers", [...DESCRIPTION, "--read-only"], "expected a group's name"],
    [
      "a group that is there",
      "readers",
      [...DESCRIPTION, "--read-only"],
      "policies/readers.ts is there already; give --force",
    ],
  ])("refuses %s and writes nothing", async (_, group, args, message) => {
    const before = read("policies/readers.ts");
    await expect(create(group, ...args)).rejects.toThrow(message);
    expect(read("policies/readers.ts")).toBe(before);
    expect(existsSync(join(repository.root, "policies/keepers.ts"))).toBe(false);
  });

  it("writes over a group that is there when it is forced to", async () => {
    await create("readers", ...DESCRIPTION, "--routes", "ANY /things", "--force");
    expect(routesOf("readers")).toEqual(["ANY /things"]);
  });
});
