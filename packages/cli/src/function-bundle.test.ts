import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFolder } from "../test/temp-repository.ts";
import { bundleFunction } from "./function-bundle.ts";
import { loadFunction } from "./function-module.ts";

/** What a Lambda function's context has; the functions here do not look at it. */
const CONTEXT = {} as Parameters<Awaited<ReturnType<typeof loadFunction>>>[1];

describe("a function's bundle", () => {
  it("is one module with all that the function imports, and runs", async () => {
    const { root, remove } = createFolder({
      "src/index.ts":
        'import { greet } from "./greet.ts";\nexport const handler = async (name: string) => greet(name);\n',
      "src/greet.ts": 'export const greet = (name: string): string => "hello " + name;\n',
    });
    const outfile = join(root, "dist/index.mjs");
    const bundle = await bundleFunction(join(root, "src/index.ts"), outfile);
    remove("src");
    expect(bundle).toEqual({ bytes: statSync(outfile).size, modules: 2 });
    expect(await (await loadFunction(outfile))("ana", CONTEXT)).toBe("hello ana");
  });

  it("lets CommonJS within call `require` for what Node has", async () => {
    const { root } = createFolder({
      "index.mjs": 'import os from "./old.cjs";\nexport const handler = () => os.EOL;\n',
      "old.cjs": 'module.exports = require("node:os");\n',
    });
    await bundleFunction(join(root, "index.mjs"), join(root, "out.mjs"));
    expect(await (await loadFunction(join(root, "out.mjs")))({}, CONTEXT)).toBe("\n");
  });

  it("is minified", async () => {
    const { root } = createFolder({
      "index.mjs": "/* a comment */ export const handler = (longArgumentName) => longArgumentName;",
    });
    await bundleFunction(join(root, "index.mjs"), join(root, "out.mjs"));
    expect(readFileSync(join(root, "out.mjs"), "utf8")).not.toMatch(/comment|longArgumentName/);
  });

  it.each([
    ["is missing", {}, 'Could not resolve "'],
    ["imports what is missing", { "index.mjs": 'import "./gone.mjs";' }, 'Could not resolve "./gone.mjs"'],
    ["is no JavaScript", { "index.mjs": "export const handler = (" }, "Unexpected end of file"],
  ])("is refused for an entry that %s", async (_, files, message) => {
    const { root } = createFolder(files);
    const bundling = bundleFunction(join(root, "index.mjs"), join(root, "out.mjs"));
    await expect(bundling).rejects.toThrow(message);
  });
});
