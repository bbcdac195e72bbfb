/** The Lambda functions of the stack, built as they are deployed. */
import { join } from "node:path";
import { bundleFunction } from "@lychgate/cli/function-bundle";

/** Function name, as the contract's URIs give it → the entry of its bundle, from the root. */
const FUNCTIONS = {
  authorizer: { app: "apps/authorizer", entry: "src/index.ts" },
  petstore: { app: "apps/petstore", entry: "src/handler.ts" },
} as const;

export type FunctionName = keyof typeof FUNCTIONS;

/** The file of each function's bundle. */
export type FunctionFiles = ReadonlyMap<FunctionName, string>;

export async function buildFunctions(root: string): Promise<FunctionFiles> {
  const names = Object.keys(FUNCTIONS) as FunctionName[];
  const built = names.map(async (name) => {
    const { app, entry } = FUNCTIONS[name];
    const file = join(root, app, "dist/index.mjs");
    await bundleFunction(join(root, app, entry), file);
    return [name, file] as const;
  });
  return new Map(await Promise.all(built));
}
