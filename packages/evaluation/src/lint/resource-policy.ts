/**
 * The contract's resource policy beside a Lambda authorizer. API Gateway evaluates both together, so that an
 * Allow of either is enough where the other is silent.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
import {
  type Binding,
  bind,
  type CanonicalDocument,
  type CanonicalStatement,
  type Contract,
  canonicalize,
  INVOKE_ACTION,
  type Operation,
  type Statement,
} from "@lychgate/policy";
import { bindingsOf, contractSpace } from "../proof/index.ts";
import { type ApiMethod, member } from "./api-description.ts";
import type { GroupDocument } from "./contract-question.ts";
import { type LintFinding, lintWitness } from "./finding.ts";
import { ask, documentWith } from "./question.ts";
import type { LintSpace } from "./subject.ts";

const POLICY = "x-amazon-apigateway-policy";

/** @throws EvaluationError `InvalidDocument`, `Undecidable`, `TooLarge` */
export function resourcePolicyFindings(
  document: unknown,
  contract: Contract,
  methods: readonly ApiMethod[],
  groups: readonly GroupDocument[],
): LintFinding[] {
  const statements = statementsOf(document);
  const authorized = (operation: Operation) =>
    methods.some(
      ({ template, method, authorization }) =>
        authorization === "lambda" && template === operation.template && method === operation.method,
    );
  return statements.flatMap(({ statement, index, isForAll }): LintFinding[] => {
    if (statement.Effect !== "Allow" || !isForAll) return [];
    const denies = statements.map((each) => each.statement).filter(({ Effect }) => Effect === "Deny");
    const policy = documentWith([statement, ...denies]);
    const path = [POLICY, "Statement", index];
    const open = firstOf(bindingsOf([policy]), (binding) =>
      ask([unbound(contract, binding, authorized)], [policy], ([allowed]) => allowed === true),
    );
    if (open === undefined) return [];
    const refused = groups.flatMap((group) => silentGroup(policy, contract, authorized, group)).slice(0, 1);
    const [example = { witness: open, who: "" }] = refused;
    const request = `\`${example.witness.method} ${example.witness.path}\``;
    const message = `it allows ${request} whatever the authorizer leaves unsaid${example.who}`;
    return [{ code: "LY403", path, message, witness: lintWitness(example.witness) }];
  });
}

/** A request about which a group's policy is silent. */
function silentGroup(
  policy: CanonicalDocument,
  contract: Contract,
  only: (operation: Operation) => boolean,
  { group, document }: GroupDocument,
) {
  const denied = documentWith(
    document.Statement.filter(({ Effect }) => Effect === "Deny").map((deny) => ({
      ...deny,
      Effect: "Allow",
    })),
  );
  const isSilent = ([open, allowed, refused]: readonly boolean[]) =>
    open === true && allowed !== true && refused !== true;
  const witness = firstOf(bindingsOf([policy, document]), (binding) => {
    const documents = [policy, bind(document, binding), bind(denied, binding)];
    return ask([unbound(contract, binding, only)], documents, isSilent);
  });
  return witness === undefined
    ? []
    : [{ witness, who: `, to members of \`${group}\` too, who may not call it` }];
}

/** The authorizer binds the group's document; nobody binds the resource policy. */
function unbound(contract: Contract, binding: Binding, only: (operation: Operation) => boolean): LintSpace {
  return { requests: contractSpace(contract, binding, only), bound: (document) => document };
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface PolicyStatement {
  statement: CanonicalStatement;
  index: number;
  isForAll: boolean;
}

function statementsOf(document: unknown): PolicyStatement[] {
  const written = member(document, POLICY, "Statement");
  const list: unknown[] = Array.isArray(written) ? written : written === undefined ? [] : [written];
  return list.flatMap((each, index) => {
    const statement = asStatement(each);
    const isForAll = isEveryone(member(each, "Principal"));
    return statement === undefined ? [] : [{ statement, index, isForAll }];
  });
}

function isEveryone(principal: unknown): boolean {
  const aws = member(principal, "AWS");
  return [principal, aws].some((each) => each === "*" || (Array.isArray(each) && each.includes("*")));
}

/**
 * The statement without its principal, its ARNs in full. Placeholders that are filled in on deployment may
 * become anything: an Allow is read as if they did, a Deny as if it were not there.
 */
function asStatement(each: unknown): CanonicalStatement | undefined {
  const effect = member(each, "Effect");
  if (effect !== "Allow" && effect !== "Deny") return undefined;
  if (effect === "Deny" && (!isEveryone(member(each, "Principal")) || hasPlaceholder(each))) return undefined;
  const statement = {
    Effect: effect,
    ...lists(each, "Action", (action) => action),
    ...lists(each, "NotAction", (action) => action),
    ...lists(each, "Resource", fullArn),
    ...lists(each, "NotResource", fullArn),
    ...(member(each, "Condition") === undefined ? {} : { Condition: member(each, "Condition") }),
  };
  const [canonical] = canonicalize({ Version: "2012-10-17", Statement: statement as Statement }).Statement;
  return canonical;
}

function hasPlaceholder(each: unknown): boolean {
  return JSON.stringify([member(each, "Resource"), member(each, "NotResource")]).includes("${");
}

function lists(each: unknown, name: string, read: (text: string) => string): Record<string, string[]> {
  const written = member(each, name);
  if (written === undefined)
    return name === "Action" && member(each, "NotAction") === undefined ? { Action: [INVOKE_ACTION] } : {};
  return { [name]: [written].flat().map((text) => read(String(text))) };
}

/** API Gateway takes `execute-api:/stage/GET/pets` for an ARN of the API itself. */
function fullArn(text: string): string {
  const written = text.replaceAll(/\$\{[^}]{0,200}\}/g, "*");
  const short = /^execute-api:\/(.*)$/s.exec(written);
  if (short?.[1] === undefined) return written;
  return short[1] === "*" ? "*" : `arn:aws:execute-api:*:*:*/${short[1]}`;
}
