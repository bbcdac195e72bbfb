import { type Expectation, parseRequest } from "@lychgate/evaluation";
import { CliError } from "../errors.ts";

/**
 * Reads a line that a policy test wrote down.
 * @throws CliError `Usage` for any other line; EvaluationError `InvalidRequest`
 */
export function parseExpectation(line: string): Expectation {
  const value: unknown = JSON.parse(line);
  if (!isRecord(value) || !isTexts(value.groups)) throw unexpected();
  const { kind, groups, request, allowed, routes, when, holds } = value;
  if (kind === "request" && typeof allowed === "boolean") {
    return { kind, groups, request: parseRequest(request), allowed };
  }
  if (kind !== "exactly" || !isTexts(routes) || typeof holds !== "boolean") throw unexpected();
  if (when === undefined) return { kind, groups, routes, holds };
  if (!isCondition(when)) throw unexpected();
  return { kind, groups, routes, when, holds };
}

function isCondition(value: unknown): value is Record<string, Record<string, string[]>> {
  return (
    isRecord(value) &&
    Object.values(value).every((keys) => isRecord(keys) && Object.values(keys).every(isTexts))
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unexpected(): CliError {
  return new CliError("Usage", "expected what the policy tests wrote down to be expectations");
}
