import { claimFault } from "./claim.ts";
import { conditionFindings } from "./condition-findings.ts";
import { INVOKE_ACTION, MAX_RESOURCE_LENGTH, parseExecuteApiArn } from "./execute-api-arn.ts";
import type { Finding } from "./finding.ts";
import { type PolicyDocument, type Statement, toList } from "./policy-document.ts";
import { validate } from "./schema/policy-document.gen.js";
import { findingsOf } from "./schema/schema-findings.ts";
import { invalid, type Validated } from "./validated.ts";

/** Checks a policy document as an authorizer may return it. */
export function validateDocument(value: unknown): Validated<PolicyDocument> {
  if (!validate(value)) return invalid(findingsOf(validate.errors ?? []));
  const isList = Array.isArray(value.Statement);
  const findings = toList<Statement>(value.Statement).flatMap((statement, index) =>
    statementFindings(statement, isList ? ["Statement", index] : ["Statement"]),
  );
  return findings.length === 0 ? { valid: true, value } : invalid(findings);
}

function statementFindings(statement: Statement, path: Finding["path"]): Finding[] {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const findings: Finding[] = [];
  if ((Action === undefined) === (NotAction === undefined)) {
    findings.push({ path, message: "expected either `Action` or `NotAction`" });
  }
  if ((Resource === undefined) === (NotResource === undefined)) {
    findings.push({ path, message: "expected either `Resource` or `NotResource`" });
  }
  for (const name of ["Action", "NotAction"] as const) {
    findings.push(...listFindings(statement[name], [...path, name], actionFindings));
  }
  for (const name of ["Resource", "NotResource"] as const) {
    const ofOne = (resource: string, at: Finding["path"]) => [
      ...resourceFindings(resource, at),
      ...claimFindings(statement, resource, at),
    ];
    findings.push(...listFindings(statement[name], [...path, name], ofOne));
  }
  if (Condition) findings.push(...conditionFindings(Condition, [...path, "Condition"]));
  return findings;
}

function listFindings(
  values: string | string[] | undefined,
  path: Finding["path"],
  findingsOfOne: (value: string, path: Finding["path"]) => Finding[],
): Finding[] {
  if (typeof values === "string") return findingsOfOne(values, path);
  return (values ?? []).flatMap((value, index) => findingsOfOne(value, [...path, index]));
}

function actionFindings(action: string, path: Finding["path"]): Finding[] {
  if (action === "*" || /^execute-api:[A-Za-z*?]{1,64}$/i.test(action)) return [];
  return [
    {
      path,
      message: `expected an action of execute-api such as \`${INVOKE_ACTION}\`, got \`${shorten(action)}\``,
    },
  ];
}

export function resourceFindings(resource: string, path: Finding["path"]): Finding[] {
  if (resource.length > MAX_RESOURCE_LENGTH) {
    return [{ path, message: `expected at most ${MAX_RESOURCE_LENGTH} characters, got ${resource.length}` }];
  }
  if (resource === "*" || parseExecuteApiArn(resource)) return [];
  const message = "expected `*` or an ARN such as `arn:aws:execute-api:*:*:*/*/GET/pets`";
  return [{ path, message: `${message}, got \`${shorten(resource)}\`` }];
}

function claimFindings(statement: Statement, resource: string, path: Finding["path"]): Finding[] {
  const message = claimFault(statement, resource);
  return message === undefined ? [] : [{ path, message }];
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
