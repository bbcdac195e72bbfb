import { evaluate, type PreparedPolicies, parseRequest, prepare } from "@lychgate/evaluation";
import type { PolicyDocument } from "@lychgate/policy";
import { Command } from "commander";
import { CliError } from "../errors.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { answerLines, writeOut } from "../ndjson.ts";

const HELP = `
Reads one request a line and writes one verdict a line:
  { "id"?, "policies": [PolicyDocument, …], "request": { "methodArn", "action"?, "context"? } }
  { "id"?, "decision": "allowed" | "explicitDeny" | "implicitDeny", "statements": [{ "policy", "statement", "sid"? }] }
A line that cannot be answered gives { "id"?, "error" }; the rest is still answered, and the exit code is 1.

Example:
  lychgate evaluate < requests.ndjson`;

export function evaluateCommand(): Command {
  return new Command("evaluate")
    .description("decide requests from standard input, as API Gateway would")
    .addHelpText("after", HELP)
    .action(async () => {
      const allAnswered = await answerLines(process.stdin, writeOut, createAnswer());
      if (!allAnswered) process.exitCode = EXIT_CODES.findings;
    });
}

/** Answers one line. The policies of the line before are kept, for most inputs repeat them. */
function createAnswer(): (value: unknown) => object {
  let prepared: { text: string; policies: PreparedPolicies } | undefined;
  return (value) => {
    if (typeof value !== "object" || value === null) throw new CliError("Usage", "expected an object");
    const { policies, request } = value as { policies?: unknown; request?: unknown };
    const text = JSON.stringify(policies);
    if (prepared?.text !== text) prepared = { text, policies: prepare(documentsOf(policies)) };
    const { decision, statements } = evaluate(prepared.policies, parseRequest(request));
    return { decision, statements };
  };
}

function documentsOf(policies: unknown): PolicyDocument[] {
  // What stands in the list is checked by `prepare`, which takes nothing for granted.
  if (Array.isArray(policies)) return policies;
  throw new CliError("Usage", "expected `policies` to be a list of policy documents");
}
