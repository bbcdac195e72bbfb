/**
 * A quick look at whether a part of a document is needed: one request that nothing else lets in settles it,
 * and saves the proof. What it cannot settle is left to the proof.
 */
import {
  type CanonicalDocument,
  type CanonicalStatement,
  type Contract,
  isHttpMethod,
  operationServing,
  parseExecuteApiArn,
  UNBOUND_PREFIX,
} from "@lychgate/policy";
import type { RequestContext } from "../context.ts";
import { evaluate, prepare } from "../evaluate.ts";
import { ask, documentWith, reachOf, withStatements } from "./question.ts";
import type { LintPart, LintSpace, LintStatement, LintSubject } from "./subject.ts";

/** The Resources of an Allow that something depends on: without them, one of its requests is refused. */
export interface NeededResources {
  /** Of the compiled statement. */
  readonly texts: ReadonlySet<string>;
}

/** @param contract where only requests that it serves count */
export function neededResources(
  subject: LintSubject,
  { statement }: LintStatement,
  contract: Contract | undefined,
): NeededResources {
  const [space] = subject.spaces;
  const { Resource } = statement;
  // Statements that say the same are one in the document.
  const hasTwin = subject.statements.filter((each) => isSame(each.statement, statement)).length > 1;
  if (space === undefined || hasTwin || Resource === undefined || statement.Effect === "Deny")
    return { texts: new Set() };
  const both = ([allowed, reached]: readonly boolean[]) => allowed === true && reached === true;
  const context = ask([space], [subject.document, reachOf(statement)], both)?.context;
  if (context === undefined) return { texts: new Set() };
  const needed = Resource.filter((text) => {
    const methodArn = sampleOf(space, statement, text);
    if (methodArn === undefined || (contract && !isServed(contract, methodArn))) return false;
    const rest = replaced(
      subject.document,
      statement,
      Resource.filter((other) => other !== text),
    );
    const allows = (document: CanonicalDocument) => isAllowed(space, document, methodArn, context);
    return allows(subject.document) && !allows(rest);
  });
  return { texts: new Set(needed) };
}

/** Whether a needed Resource comes from this item of the source and from no other. */
export function isNeeded(part: LintPart, { parts }: LintStatement, { texts }: NeededResources): boolean {
  const list = JSON.stringify(part.path.slice(0, -1));
  const others = parts.filter((other) => other !== part && JSON.stringify(other.path.slice(0, -1)) === list);
  const elsewhere = new Set(others.flatMap(({ text }) => resourcesFrom(text)));
  return resourcesFrom(part.text).some((text) => texts.has(text) && !elsewhere.has(text));
}

/** The Resource that a route becomes, or a Resource itself. `ANY` and what is no route are left to the proof. */
function resourcesFrom(text: string): string[] {
  const route = /^([A-Z]{3,7}) \/(.*)$/s.exec(text);
  if (route?.[1] === undefined || route[2] === undefined) return [text];
  const path = route[2].replace(/\{[^{}/]{1,130}\}/g, "*").replace(/\*\*$/, "*");
  const verbs =
    route[1] === "ANY" ? ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] : [route[1]];
  return verbs.map((verb) => `${UNBOUND_PREFIX}${verb}/${path}`);
}

/** A request that the Resource matches, with a name that no other is likely to have. */
function sampleOf(space: LintSpace, statement: CanonicalStatement, text: string): string | undefined {
  const bound = space.bound(documentWith([{ ...statement, Resource: [text] }]));
  const [first] = [bound.Statement].flat();
  const [resource = ""] = [first?.Resource ?? []].flat();
  const sample = resource.replaceAll("*", "sample-of-lint").replaceAll("?", "x");
  const verb = parseExecuteApiArn(sample)?.resource.split("/")[2];
  return verb !== undefined && isHttpMethod(verb) && !sample.includes("$") ? sample : undefined;
}

function isServed(contract: Contract, methodArn: string): boolean {
  const tail = parseExecuteApiArn(methodArn)?.resource.split("/").slice(2).join("/") ?? "";
  return operationServing(contract, tail) !== undefined;
}

function replaced(
  document: CanonicalDocument,
  statement: CanonicalStatement,
  resources: readonly string[],
): CanonicalDocument {
  return documentWith(
    document.Statement.flatMap((each) => {
      if (!isSame(each, statement)) return [each];
      return resources.length === 0 ? [] : [{ ...each, Resource: [...resources] }];
    }),
  );
}

function isSame(a: CanonicalStatement, b: CanonicalStatement): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isAllowed(
  space: LintSpace,
  document: CanonicalDocument,
  methodArn: string,
  context: RequestContext,
): boolean {
  const policies = prepare([withStatements(space.bound(document))]);
  return evaluate(policies, { methodArn, context }).decision === "allowed";
}
