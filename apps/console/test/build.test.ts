import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const MOST_BYTES = 150 * 1024;

const folder = mkdtempSync(join(tmpdir(), "console-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => build({ root: ROOT, logLevel: "silent", build: { outDir: folder, emptyOutDir: true } }));

const read = (name: string) => readFileSync(join(folder, name), "utf8");

describe("the build", () => {
  it("loads little JavaScript before a view is chosen", () => {
    const scripts = [...read("index.html").matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(
      ([, name = ""]) => name,
    );
    expect(scripts.length).toBeGreaterThan(0);
    const sizes = scripts.map((name) => gzipSync(read(name)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });

  it("has no inline script or style, and nothing of another site", () => {
    const html = read("index.html");
    expect(html).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    const scripts = [...html.matchAll(/<script([^>]*)>([^<]*)</g)];
    expect(scripts).toHaveLength(1);
    for (const [, attributes, text] of scripts) {
      expect(attributes).toMatch(/src="\.\//);
      expect(text).toBe("");
    }
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const name of filesOf(folder, /\.css$/))
      expect(read(name)).not.toMatch(/url\(\s*["']?(?:https?:)?\/\//);
  });
});

it("sets no markup from text, and runs none", () => {
  const sources = filesOf(join(ROOT, "src"), /\.tsx?$/).filter((name) => !name.endsWith(".test.ts"));
  expect(sources.length).toBeGreaterThan(30);
  for (const name of sources) {
    const text = readFileSync(join(ROOT, "src", name), "utf8");
    expect(text, name).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
    );
    expect(text, name).not.toMatch(/\bstyle="/);
  }
});

function filesOf(from: string, pattern: RegExp): string[] {
  return readdirSync(from, { recursive: true, encoding: "utf8" }).filter((name) => pattern.test(name));
}
