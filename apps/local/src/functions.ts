/** The functions' bundles, run in this process. */
import { pathToFileURL } from "node:url";
import { loadFunction } from "@lychgate/cli";
import type { LambdaFunction } from "@lychgate/gateway";
import type { FunctionFiles, FunctionName } from "./function-build.ts";

/**
 * Loads bundles. They read their environment as they do in Lambda, when they are loaded, so that those with different
 * environments are loaded one after the other.
 * @param environment the variables of all of them
 */
export async function loadFunctions(
  names: readonly FunctionName[],
  files: FunctionFiles,
  environment: Readonly<Record<string, string>>,
): Promise<Map<string, LambdaFunction>> {
  Object.assign(process.env, environment);
  const loaded = names.map(async (name) => {
    const file = files.get(name);
    if (file === undefined) throw new Error(`expected the bundle of the function \`${name}\`, came none`);
    // Another stack of this process must not be answered with this one's environment.
    const fresh = `${pathToFileURL(file).href}?${Date.now()}-${loads++}`;
    return [name, await loadFunction(fresh)] as const;
  });
  return new Map(await Promise.all(loaded));
}

let loads = 0;
