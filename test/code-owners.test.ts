import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseCodeOwners } from "../scripts/policy-review/code-owners.ts";

describe("a pattern of CODEOWNERS", () => {
  it.each([
    ["*", "a/b/c.ts", true],
    ["*.ts", "a/b/c.ts", true],
    ["*.ts", "a/b/c.tsx", false],
    ["/policies/", "policies/a.ts", true],
    ["/policies/", "policies/deep/a.ts", true],
    ["/policies/", "packages/policies/a.ts", false],
    ["/policies/", "policies", false],
    ["/policies/", "policies-of-others/a.ts", false],
    ["policies/", "packages/policies/a.ts", true],
    ["policies", "packages/policies/a.ts", true],
    ["/policies/a.ts", "policies/a.ts", true],
    ["/policies/a.ts", "policies/a.tsx", false],
    ["policies/a.ts", "packages/policies/a.ts", false],
    ["/apps/*/openapi.yaml", "apps/petstore/openapi.yaml", true],
    ["/apps/*/openapi.yaml", "apps/petstore/v2/openapi.yaml", false],
    ["docs/*", "docs/a.md", true],
    ["docs/*", "docs/deep/a.md", false],
    ["**/logs", "a/b/logs/c.txt", true],
    ["**/logs", "a/b/logs2/c.txt", false],
    ["/apps/**", "apps/a/b.ts", true],
    ["/apps/**", "apps", false],
    ["/apps/**/test/", "apps/a/b/test/c.ts", true],
    ["/apps/**/test/", "apps/test/c.ts", true],
    ["/pet-*-a*.ts", "pet-x-ab.ts", true],
    ["/pet-*-a*.ts", "pet-a.ts", false],
    ["/a*a", "a", false],
    ["/Policies/", "policies/a.ts", false],
  ])("%s and the file %s: %s", (pattern, file, expected) => {
    expect(parseCodeOwners(`${pattern} @ana`).of(file)).toEqual(expected ? ["@ana"] : []);
  });

  it.each(["!/policies/", "/pet[s]/", "/pet?.ts", "\\#file", "/a//b", "/a/x**y/"])(
    "is refused as %s",
    (pattern) => {
      expect(() => parseCodeOwners(`# owners\n${pattern} @ana`)).toThrow(
        `CODEOWNERS:2: the pattern \`${pattern}\` is not understood`,
      );
    },
  );
});

describe("CODEOWNERS", () => {
  const owners = parseCodeOwners(
    [
      "# first",
      "",
      "* @everyone # but",
      "/policies/ @ana @your-org/access ana@example.com",
      "/policies/free.ts",
    ].join("\r\n"),
  );

  it.each([
    ["docs/a.md", ["@everyone"]],
    ["policies/a.ts", ["@ana", "@your-org/access", "ana@example.com"]],
    ["policies/free.ts", []],
  ])("gives %s to %j: the last rule that matches", (file, expected) => {
    expect(owners.of(file)).toEqual(expected);
  });

  it("of this repository is understood, with its examples filled in as well", () => {
    const text = readFileSync(join(import.meta.dirname, "../.github/CODEOWNERS"), "utf8");
    const filledIn = parseCodeOwners(text.replaceAll(/^# (?=[/*])/gm, ""));
    for (const file of [
      "policies/admins.ts",
      "policies/guardrails.ts",
      "apps/petstore/openapi.yaml",
      "lychgate.json",
      "packages/cli/src/main.ts",
      "scripts/policy-gate.ts",
      ".github/CODEOWNERS",
    ]) {
      expect(filledIn.of(file).length, file).toBeGreaterThan(0);
      expect(filledIn.of(file), file).not.toEqual(filledIn.of("some-file"));
    }
  });
});
