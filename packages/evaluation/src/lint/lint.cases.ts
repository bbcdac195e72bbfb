/** What the tests of the rules share: documents in a few words, and what was found of them. */
import {
  type Contract,
  compile,
  type OneOrMore,
  type PolicyDocument,
  readContract,
  type Statement,
  type UncheckedStatement,
} from "@lychgate/policy";
import { expect } from "vitest";
import { evaluate, prepare } from "../evaluate.ts";
import type { LintFinding } from "./finding.ts";
import { lintPolicy, lintPolicyDocument } from "./index.ts";

export const ARN = "arn:aws:execute-api:*:*:*/*";

/** An Allow of calls; a Resource may be written from its verb on. */
export function allow(resource: OneOrMore<string>, condition?: Statement["Condition"]): Statement {
  const Resource = [resource].flat().map((each) => (/^(arn:|\*$)/.test(each) ? each : `${ARN}/${each}`));
  const statement = { Effect: "Allow", Action: "execute-api:Invoke", Resource } as const;
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

export function deny(resource: OneOrMore<string>, condition?: Statement["Condition"]): Statement {
  return { ...allow(resource, condition), Effect: "Deny" };
}

export function documentOf(...statements: Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

export function contractOf(...routes: readonly string[]): Contract {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const [verb = "", path = ""] = route.split(" ");
    paths[path] = { ...paths[path], [verb.toLowerCase()]: {} };
  }
  return readContract([{ name: "api.yaml", document: { openapi: "3.0.3", paths } }]);
}

/** `LY101 Statement.0.Resource` */
export function found(findings: readonly LintFinding[]): string[] {
  return findings.map(({ code, path }) => [code, path.join(".")].join(" "));
}

export function foundIn(statements: readonly Statement[], contract?: Contract): string[] {
  return found(lintPolicyDocument(documentOf(...statements), contract));
}

/** What is found of a module with these statements. */
export function foundInModule(contract: Contract, ...statements: UncheckedStatement[]): LintFinding[] {
  const source = { group: "readers", description: "Readers.", statements };
  return lintPolicy(source, compile(source, contract), contract);
}

/** Holds the finding's request against `evaluate`, and gives it as `GET /pets`. */
export function confirmedRequest(document: PolicyDocument, finding: LintFinding | undefined): string {
  const witness = finding?.witness;
  if (witness?.methodArn === undefined) throw new Error("expected a finding with a request");
  const { methodArn, context } = witness;
  expect(methodArn.endsWith(`/${witness.method}${witness.path}`)).toBe(true);
  expect(evaluate(prepare([document]), { methodArn, context }).decision).toBe("allowed");
  return `${witness.method} ${witness.path}`;
}
