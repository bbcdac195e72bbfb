/**
 * Request validators.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
import type { BodyModel, RequestValidator } from "../api-definition.ts";
import { describe, member, members, type Problems, refuseUnknown } from "../definition/problems.ts";
import { isRecord } from "../record.ts";
import { compileModel } from "./body-model.ts";
import { readModelSchema } from "./model-schema.ts";
import type { DeclaredParameter } from "./read-parameters.ts";
import { resolveReference } from "./reference.ts";

export const VALIDATOR = "x-amazon-apigateway-request-validator";
export const VALIDATORS = "x-amazon-apigateway-request-validators";

/** What a validator of the document checks. */
export interface ValidatorRules {
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

export type Validators = ReadonlyMap<string, ValidatorRules>;

/** Reads the validators that the document names. */
export function readValidators(document: unknown, problems: Problems): Validators {
  return new Map(
    members(member(document, VALIDATORS), VALIDATORS, problems).map(([name, rules]) => [
      name,
      readRules(rules, `${VALIDATORS}.${name}`, problems),
    ]),
  );
}

function readRules(rules: unknown, at: string, problems: Problems): ValidatorRules {
  if (isRecord(rules)) {
    refuseUnknown(rules, ["validateRequestBody", "validateRequestParameters"], at, problems);
  } else problems.add(at, `expected an object, came ${describe(rules)}`);
  return {
    validateRequestBody: readFlag(rules, "validateRequestBody", at, problems),
    validateRequestParameters: readFlag(rules, "validateRequestParameters", at, problems),
  };
}

function readFlag(rules: unknown, key: string, at: string, problems: Problems): boolean {
  const flag = member(rules, key) ?? false;
  if (typeof flag === "boolean") return flag;
  problems.add(`${at}.${key}`, `expected true or false, came ${describe(flag)}`);
  return true;
}

/** What the validator of an operation, its own or the document's, makes of the operation; `undefined` for none. */
export function readRequestValidator(
  document: unknown,
  operation: unknown,
  { validators, parameters }: { validators: Validators; parameters: readonly DeclaredParameter[] },
  at: string,
  problems: Problems,
): RequestValidator | undefined {
  const own = member(operation, VALIDATOR);
  const name = own ?? member(document, VALIDATOR);
  if (name === undefined) return undefined;
  const rules = typeof name === "string" ? validators.get(name) : undefined;
  if (!rules) {
    const place = own === undefined ? VALIDATOR : `${at}.${VALIDATOR}`;
    return problems.add(place, `expected the name of one of \`${VALIDATORS}\`, came ${describe(name)}`);
  }
  const required = rules.validateRequestParameters ? parameters.filter(({ required }) => required) : [];
  return {
    requiredParameters: required.map(({ in: place, name }) => ({ in: place, name })).toSorted(byPlace),
    models: rules.validateRequestBody
      ? readModels(document, operation, `${at}.requestBody`, problems)
      : new Map(),
  };
}

/** The order in which the answer to a request names what it lacks. */
function byPlace(a: { in: string; name: string }, b: { in: string; name: string }): number {
  const [left, right] = [`${a.in}.${a.name}`, `${b.in}.${b.name}`];
  return left < right ? -1 : Number(left > right);
}

function readModels(
  document: unknown,
  operation: unknown,
  at: string,
  problems: Problems,
): Map<string, BodyModel> {
  const models = new Map<string, BodyModel>();
  const body = member(operation, "requestBody");
  const resolved = resolveReference(document, body, "requestBodies", at, problems);
  for (const [type, content] of members(member(resolved, "content"), `${at}.content`, problems)) {
    const place = `${at}.content.${type}`;
    const schema = member(content, "schema");
    if (schema === undefined) continue;
    if (!isJsonType(type)) {
      problems.add(
        place,
        "expected a JSON content type or `$default`: API Gateway compares content types as they stand and checks JSON",
      );
      continue;
    }
    const read = readModelSchema(document, schema, `${place}.schema`, problems);
    const model = read && compileModel(read, `${place}.schema`, problems);
    if (model) models.set(type.toLowerCase(), model);
  }
  return models;
}

function isJsonType(type: string): boolean {
  return type === "$default" || /^application\/([a-z0-9.-]{1,64}\+)?json$/i.test(type);
}
