/** The Lambda functions of the stack, built as they are deployed. */
import { join } from "node:path";
import { bundleFunction } from "@lychgate/cli/function-bundle";

/** Function name, as the contracts' URIs give it → its app, and in it the entry and the bundle. */
const FUNCTIONS = {
  authorizer: { app: "apps/authorizer", entry: "src/index.ts", bundle: "dist/index.mjs" },
  petstore: { app: "apps/petstore", entry: "src/handler.ts", bundle: "dist/index.mjs" },
  methods: { app: "apps/petstore", entry: "src/methods/handler.ts", bundle: "dist/methods.mjs" },
} as const;

export type FunctionName = keyof typeof FUNCTIONS;

/** The file of each function's bundle. */
export type FunctionFiles = ReadonlyMap<FunctionName, string>;

export async function buildFunctions(root: string): Promise<FunctionFiles> {
  const names = Object.keys(FUNCTIONS) as FunctionName[];
  const built = names.map(async (name) => {
    const { app, entry, bundle } = FUNCTIONS[name];
    const file = join(root, app, bundle);
    await bundleFunction(join(root, app, entry), file);
    return [name, file] as const;
  });
  return new Map(await Promise.all(built));
}
