import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { CHECKOUT } from "../../test/checkout.ts";
import { lychgate, type Run } from "../../test/lychgate.ts";
import { createRepository } from "../../test/temp-repository.ts";

const TEST = `import { group } from "@lychgate/cli/testing";
import { expect, it } from "vitest";

it("reads", () => {
  expect(group("readers")).toAllow("GET /things");
  expect(group("readers")).toAllowExactly(["GET /things"], { sourceIp: "203.0.113.10" });
});
`;

function repositoryWith(test: string): string {
  const { root } = createRepository({
    "policies/readers.test.ts": test,
    "package.json": '{"type":"module"}',
  });
  symlinkSync(join(CHECKOUT, "node_modules"), join(root, "node_modules"));
  return root;
}

describe("lychgate coverage", () => {
  const root = repositoryWith(TEST);
  let run: Run;
  beforeAll(async () => {
    const args = [
      "--format",
      "json",
      "--output",
      "coverage.json",
      "--min-routes",
      "66",
      "--min-statements",
      "51",
    ];
    run = await lychgate(["coverage", ...args], { cwd: root });
  });

  it("runs the policy tests and holds the policies against them", () => {
    const report = JSON.parse(readFileSync(join(root, "coverage.json"), "utf8"));
    expect(report.routes.percent).toBe(66.6);
    expect(report.statements.percent).toBe(50);
    expect(report.mutation.byOutcome.tests).toBeGreaterThan(0);
    expect(report.mutation.byOutcome.survived).toBeGreaterThan(0);
  });

  it("ends with exit code 1 and says so where too little is covered", () => {
    expect(run).toEqual({ code: 1, stdout: "", stderr: "statements: expected at least 51%, got 50%\n" });
  });

  it("ends with exit code 1 and what the tests printed where they fail", async () => {
    const failing = repositoryWith(TEST.replace("toAllow(", "toDeny("));
    const { code, stdout, stderr } = await lychgate(["coverage"], { cwd: failing });
    expect(stderr).toMatch(/^the policy tests fail\n/);
    expect(stderr).toContain("expected it to be denied");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  it.each(["101", "99.99"])("is refused for the percentage `%s`", async (percent) => {
    const { code, stderr } = await lychgate(["coverage", `--min-mutation=${percent}`], { cwd: root });
    expect(stderr).toContain("expected a percentage from 0 to 100");
    expect(code).toBe(2);
  });
});
