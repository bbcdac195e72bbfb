import { build } from "esbuild";

/**
 * Bundles a Lambda function into one ES module.
 * @param entry the module that exports `handler`
 * @param outfile ends in `.mjs`, so that Lambda reads it as an ES module
 * @returns the size of the bundle in bytes
 */
export async function bundleFunction(entry: string, outfile: string): Promise<number> {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node22",
    // The SDK's ES modules are smaller than its CommonJS, which esbuild would choose for this platform.
    mainFields: ["module", "main"],
    // CommonJS that is bundled into an ES module still calls `require` for what Node itself has.
    banner: {
      js: 'import { createRequire } from "node:module";const require = createRequire(import.meta.url);',
    },
    logLevel: "silent",
  });
  return Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}
