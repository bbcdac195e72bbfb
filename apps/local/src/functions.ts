/** The functions' bundles, run in this process. */
import { pathToFileURL } from "node:url";
import { loadFunction } from "@lychgate/cli";
import type { LambdaFunction } from "@lychgate/gateway";
import type { FunctionFiles } from "./function-build.ts";

/**
 * Loads the bundles. They read their environment as they do in Lambda, when they are loaded.
 * @param environment the variables of the authorizer
 */
export async function loadFunctions(
  files: FunctionFiles,
  environment: Readonly<Record<string, string>>,
): Promise<Map<string, LambdaFunction>> {
  Object.assign(process.env, environment);
  const loaded = [...files].map(async ([name, file]) => {
    // Another stack of this process must not be answered with this one's environment.
    const fresh = `${pathToFileURL(file).href}?${Date.now()}-${loads++}`;
    return [name, await loadFunction(fresh)] as const;
  });
  return new Map(await Promise.all(loaded));
}

let loads = 0;
