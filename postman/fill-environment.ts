/**
 * Fills the environment of the collection with what the running local stack says of itself, and writes it beside
 * `stack.json`, for this user alone: `npx node postman/fill-environment.ts`.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createForeignToken, EXIT_CODES, findConfig, runningStack, stackFilePath } from "@lychgate/cli";
import type { LocalStackFile } from "../apps/local/src/local-stack-file.ts";

interface Variable {
  key: string;
  value: string;
}

export interface PostmanEnvironment {
  values: readonly Variable[];
}

/**
 * Fills in the values of a running stack; what it does not know stays.
 * @param now epoch milliseconds, from which the token from elsewhere is good for an hour
 */
export function fillEnvironment(
  environment: PostmanEnvironment,
  stack: LocalStackFile,
  now: number,
): PostmanEnvironment {
  const known = variablesOf(stack, now);
  const values = environment.values.map((each) => ({ ...each, value: known.get(each.key) ?? each.value }));
  return { ...environment, values };
}

function variablesOf(stack: LocalStackFile, now: number): Map<string, string> {
  const { methods, cognito, users } = stack;
  const passwords = users.map(({ username, password }) => [`${username}Password`, password] as const);
  const keys = Object.entries(methods.apiKeys).map(([name, value]) => [`${name}Key`, value] as const);
  return new Map([
    ["apiUrl", stack.apiUrl],
    ["outsideApiUrl", stack.outsideApiUrl],
    ["methodsUrl", methods.apiUrl],
    ["methodsOutsideUrl", methods.outsideApiUrl],
    ["stsUrl", methods.stsUrl],
    ["cognitoEndpoint", cognito.endpoint],
    ["clientId", cognito.clientId],
    ["region", stack.region],
    ["foreignToken", createForeignToken(now)],
    ["iamAccessKeyId", methods.iamUser.accessKeyId],
    ["iamSecretAccessKey", methods.iamUser.secretAccessKey],
    ...passwords,
    ...keys,
  ]);
}

/** @returns the file that was written */
export function writeEnvironment(stack: LocalStackFile, root: string): string {
  const file = join(dirname(stackFilePath(root)), "postman_environment.json");
  const filled = fillEnvironment(readEnvironment(), stack, Date.now());
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(filled, null, 2)}\n`, { mode: 0o600 });
  return file;
}

export function readEnvironment(): PostmanEnvironment {
  return JSON.parse(readFileSync(join(import.meta.dirname, "lychgate.postman_environment.json"), "utf8"));
}

if (import.meta.main) {
  try {
    const { root } = findConfig(process.cwd());
    console.log(writeEnvironment(runningStack(root) as LocalStackFile, root));
  } catch (error) {
    console.error(`lychgate: ${error instanceof Error ? error.message : error}`);
    process.exitCode = EXIT_CODES.fault;
  }
}
