import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** What each part of the house may import of the others; its tests may use more. */
const MAY_IMPORT = {
  "packages/policy": [],
  "packages/evaluation": ["policy"],
  "packages/policy-store": ["policy"],
  "packages/authorizer": ["policy", "evaluation", "policy-store"],
  "packages/gateway": ["policy", "evaluation"],
  "packages/cli": ["policy", "evaluation", "policy-store", "gateway"],
  "apps/petstore": [],
  "apps/authorizer": ["authorizer", "policy-store"],
  "apps/local": ["policy", "evaluation", "policy-store", "gateway", "cli"],
} as const satisfies Record<string, readonly string[]>;

/** Packages that have to run in a browser. */
const PURE = ["packages/policy", "packages/evaluation"];

function sourcesOf(folder: string): { file: string; text: string }[] {
  const files = globSync(`${folder}/src/**/*.ts`, { cwd: ROOT }).filter(
    (file) => !/\.(test|cases)\.ts$/.test(file),
  );
  return files.map((file) => ({ file, text: readFileSync(join(ROOT, file), "utf8") }));
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/g)].map(
    ([, from, dynamic]) => from ?? dynamic ?? "",
  );
}

describe("imports go one way", () => {
  it.each(Object.entries(MAY_IMPORT))("%s imports only %j", (folder, allowed) => {
    // A package may name itself, as what the CLI scaffolds does.
    const names = [...allowed, basename(folder)].map((name) => `@lychgate/${name}`);
    const wrong = sourcesOf(folder).flatMap(({ file, text }) =>
      importsOf(text)
        .filter((name) => name.startsWith("@lychgate/") || name.startsWith("../../.."))
        .filter((name) => !names.includes(name.split("/").slice(0, 2).join("/")))
        .map((name) => `${file}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(PURE)("%s uses nothing of Node", (folder) => {
    const wrong = sourcesOf(folder).filter(({ text }) =>
      importsOf(text).some((name) => name.startsWith("node:")),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it.each(
    Object.keys(MAY_IMPORT).filter((folder) => folder.startsWith("packages/") && folder !== "packages/cli"),
  )("%s neither reads the environment nor listens on a port", (folder) => {
    const wrong = sourcesOf(folder).filter(({ text }) => /\bprocess\.env\b|\.listen\(/.test(text));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it("finds the sources that it looks at", () => {
    for (const folder of Object.keys(MAY_IMPORT)) expect(sourcesOf(folder).length).toBeGreaterThan(0);
  });
});
