import { build } from "esbuild";

/** What a bundle weighs. */
export interface FunctionBundle {
  bytes: number;
  /** How many modules are in it. */
  modules: number;
}

/**
 * Bundles a Lambda function into one ES module.
 * @param entry the module that exports `handler`
 * @param outfile ends in `.mjs`, so that Lambda reads it as an ES module
 */
export async function bundleFunction(entry: string, outfile: string): Promise<FunctionBundle> {
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
  const outputs = Object.values(metafile.outputs);
  return {
    bytes: outputs.reduce((sum, { bytes }) => sum + bytes, 0),
    modules: outputs.flatMap(({ inputs }) => Object.keys(inputs)).length,
  };
}
