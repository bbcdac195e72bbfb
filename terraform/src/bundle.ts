import { existsSync } from "node:fs";
import { join } from "node:path";
import { DeploymentError } from "./errors.ts";

/** The functions, by the folder of the app that they are built in. */
export const BUNDLES = { authorizer: "apps/authorizer/dist", petstore: "apps/petstore/dist" } as const;

export type BundleName = keyof typeof BUNDLES;

/** Folders that hold `index.mjs`, which exports `handler`. */
export type BundleFolders = Readonly<Record<BundleName, string>>;

/**
 * The bundles of a repository.
 * @throws DeploymentError `MissingBundle`
 */
export function bundleFolders(root: string): BundleFolders {
  return { authorizer: bundleFolder(root, "authorizer"), petstore: bundleFolder(root, "petstore") };
}

function bundleFolder(root: string, name: BundleName): string {
  if (existsSync(join(root, BUNDLES[name], "index.mjs"))) return join(root, BUNDLES[name]);
  throw new DeploymentError(
    "MissingBundle",
    `expected the function's bundle \`${BUNDLES[name]}/index.mjs\`: run \`npm run build\` first`,
  );
}
