/** The members of a path in `paths`. */
import { isHttpMethod, PolicyError, parseTemplate, type Segment } from "@lychgate/policy";
import type { MethodVerb } from "../api-definition.ts";
import { members, type Problems } from "./problems.ts";

export const ANY_METHOD = "x-amazon-apigateway-any-method";

/** Members of a path that are no operation, and change nothing at run time. */
const DESCRIPTIVE = ["summary", "description", "parameters"];

export interface WrittenOperation {
  readonly verb: MethodVerb;
  readonly operation: unknown;
  readonly at: string;
}

/** The operations of a path. Extensions have been looked at before. */
export function operationsOf(item: unknown, at: string, problems: Problems): WrittenOperation[] {
  return members(item, at, problems).flatMap(([key, operation]) => {
    if (DESCRIPTIVE.includes(key)) return [];
    const verb = readVerb(key);
    if (verb !== undefined) return [{ verb, operation, at: `${at}.${key}` }];
    if (!key.startsWith("x-")) problems.add(`${at}.${key}`, "is not supported");
    return [];
  });
}

function readVerb(key: string): MethodVerb | undefined {
  if (key === ANY_METHOD) return "ANY";
  const verb = key.toUpperCase();
  return key === key.toLowerCase() && isHttpMethod(verb) ? verb : undefined;
}

export function readSegments(template: string, at: string, problems: Problems): Segment[] | undefined {
  try {
    return parseTemplate(template);
  } catch (error) {
    if (error instanceof PolicyError) return problems.add(at, error.message);
    throw error;
  }
}
