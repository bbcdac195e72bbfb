import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { LambdaFunction } from "@lychgate/gateway";
import { CliError } from "./errors.ts";

/**
 * Loads the `handler` of a Lambda function's module.
 * @param file a path, or a `file:` URL
 * @throws CliError `HandlerInvalid` when the module cannot be loaded or exports none
 */
export async function loadFunction(file: string): Promise<LambdaFunction> {
  const module: unknown = await import(urlOf(file)).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("HandlerInvalid", `${file} cannot be loaded: ${why}`, { cause });
  });
  const handler =
    typeof module === "object" && module !== null && "handler" in module ? module.handler : undefined;
  if (isFunction(handler)) return async (event, context) => handler(event, context);
  throw new CliError("HandlerInvalid", `${file}: expected an export \`handler\``);
}

function isFunction(value: unknown): value is LambdaFunction {
  return typeof value === "function";
}

function urlOf(file: string): string {
  return file.startsWith("file:") ? file : pathToFileURL(resolve(file)).href;
}
