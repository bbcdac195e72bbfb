import { Command } from "commander";
import { bundleFunction } from "../function-bundle.ts";

export function packageCommand(): Command {
  return new Command("package")
    .description("bundle a Lambda function into one ES module")
    .argument("<entry>", "the module that exports `handler`")
    .option("--out <file>", "where to write it", "dist/index.mjs")
    .addHelpText("after", "\nExample:\n  lychgate package src/index.ts")
    .action(async (entry: string, { out }: { out: string }) => {
      const { bytes } = await bundleFunction(entry, out);
      console.log(`${out}  ${Math.ceil(bytes / 1024)} KB`);
    });
}
