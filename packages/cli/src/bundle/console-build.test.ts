import { existsSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { CHECKOUT } from "../../test/checkout.ts";
import { createFolder } from "../../test/temp-repository.ts";
import { buildConsole } from "./console-build.ts";

const VITE = pathToFileURL(join(CHECKOUT, "node_modules/vite/bin/vite.js")).href;

const PAGE = '<!doctype html><title>one</title><script type="module" src="./src/main.ts"></script>';

/** A console as small as one may be, with Vite in reach. */
function createConsole(files: Readonly<Record<string, string>> = {}) {
  const { root, write } = createFolder({
    "apps/console/package.json": '{ "type": "module" }',
    "apps/console/index.html": PAGE,
    "apps/console/src/main.ts": 'document.title = "ran";\n',
    "apps/console/vite.config.ts": 'export default { base: "./" };\n',
    // What is installed is found from here on upwards.
    "apps/console/node_modules/vite/package.json": readFileSync(
      join(CHECKOUT, "node_modules/vite/package.json"),
      "utf8",
    ),
    "apps/console/node_modules/vite/bin/vite.js": `await import(${JSON.stringify(VITE)});\n`,
    ...files,
  });
  const from = join(root, "apps/console");
  return { from, page: join(from, "dist/index.html"), write };
}

describe("the console's files", () => {
  it("are built once, and again when a source is newer", async () => {
    const { from, page, write } = createConsole();
    expect(await buildConsole({ from })).toBe(join(from, "dist"));
    expect(readFileSync(page, "utf8")).toContain("<title>one</title>");

    write({ "apps/console/dist/index.html": "as it was" });
    await buildConsole({ from });
    expect(readFileSync(page, "utf8")).toBe("as it was");

    const later = new Date(Date.now() + 60_000);
    utimesSync(join(from, "src/main.ts"), later, later);
    await buildConsole({ from });
    expect(readFileSync(page, "utf8")).toContain("<title>one</title>");
  });

  it("are not there when they cannot be built, and why is said", async () => {
    const { from, page } = createConsole({ "apps/console/src/main.ts": "const = 1;\n" });
    await expect(buildConsole({ from })).rejects.toMatchObject({
      code: "NotRunning",
      message: expect.stringMatching(/^the console cannot be built\n[\s\S]*main\.ts/),
    });
    expect(existsSync(page)).toBe(false);
  });

  it("are not waited for once nobody wants them", async () => {
    const { from, page } = createConsole();
    await expect(buildConsole({ from, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(existsSync(page)).toBe(false);
  });
});
