/** The policy documents of synthesized stacks. */
import { isJsonObject, type Json, type JsonObject } from "../src/contract-document.ts";
import { parse } from "./json.ts";
import type { Resource, Synthesized } from "./synthesized.ts";

export interface Statement {
  /** `stack/type.name`, of the resource that it stands in. */
  where: string;
  sid: string;
  effect: string;
  actions: string[];
  resources: string[];
  principal: Json | undefined;
  condition: Json | undefined;
  keys: string[];
}

const DOCUMENTS = ["policy", "assume_role_policy"] as const;

/** Every statement of every policy and trust document. */
export function statementsOf({ resources }: Pick<Synthesized, "resources">): Statement[] {
  return resources.flatMap((resource) =>
    DOCUMENTS.flatMap((key) => {
      const text = resource.settings[key];
      return typeof text === "string" ? statementsIn(parse(text), resource) : [];
    }),
  );
}

function statementsIn(document: JsonObject, { stack, type, name }: Resource): Statement[] {
  const { Statement: statements } = document;
  if (!Array.isArray(statements)) throw new Error(`expected statements in ${type}.${name}`);
  return statements.filter(isJsonObject).map((statement) => ({
    where: `${stack}/${type}.${name}`,
    sid: String(statement.Sid ?? ""),
    effect: String(statement.Effect),
    actions: listOf(statement.Action),
    resources: listOf(statement.Resource),
    principal: statement.Principal,
    condition: statement.Condition,
    keys: Object.keys(statement),
  }));
}

function listOf(value: Json | undefined): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
