/**
 * The API's resource policy.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/openapi-extensions-policy.html
 */
import { EvaluationError, type PreparedResourcePolicy, prepareResourcePolicy } from "@lychgate/evaluation";
import { toList } from "@lychgate/policy";
import { describe, member, type Problems } from "../definition/problems.ts";
import { isRecord } from "../record.ts";
import { isConditionKey } from "./condition-keys.ts";

const AT = "x-amazon-apigateway-policy";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_LENGTH = 8192;

/** Where the API stands, for what is written about itself. */
export interface ApiPlace {
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
}

/** Reads the policy; `undefined` where there is none, or a problem. */
export function readResourcePolicy(
  document: unknown,
  place: ApiPlace,
  problems: Problems,
): PreparedResourcePolicy | undefined {
  const policy = member(document, AT);
  if (policy === undefined) return undefined;
  if (!isRecord(policy)) return problems.add(AT, `expected a policy document, came ${describe(policy)}`);
  const { length } = JSON.stringify(policy);
  if (length > MAX_LENGTH)
    return problems.add(AT, `expected at most ${MAX_LENGTH} characters, came ${length}`);
  refuseUnknownKeys(policy, problems);
  try {
    return prepareResourcePolicy(inFull(policy, place));
  } catch (error) {
    if (error instanceof EvaluationError) return problems.add(AT, error.message);
    throw error;
  }
}

function refuseUnknownKeys(policy: Record<string, unknown>, problems: Problems): void {
  for (const [index, statement] of toList(policy.Statement).entries()) {
    const operators = member(statement, "Condition");
    for (const [operator, keys] of isRecord(operators) ? Object.entries(operators) : []) {
      const unknown = isRecord(keys) ? Object.keys(keys).filter((key) => !isConditionKey(key)) : [];
      for (const key of unknown) {
        const at = `${AT}.Statement.${index}.Condition.${operator}.${key}`;
        problems.add(at, "is no condition key that API Gateway knows in a resource policy");
      }
    }
  }
}

/**
 * API Gateway writes ARNs of the API itself out when a policy is saved: `execute-api:/*` for all of it,
 * `execute-api:/stage/GET/pets` for a part.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
function inFull(policy: Record<string, unknown>, place: ApiPlace): Record<string, unknown> {
  const { Statement } = policy;
  const write = (statement: unknown) => (isRecord(statement) ? withArns(statement, place) : statement);
  return { ...policy, Statement: Array.isArray(Statement) ? Statement.map(write) : write(Statement) };
}

function withArns(statement: Record<string, unknown>, place: ApiPlace): Record<string, unknown> {
  const written = ["Resource", "NotResource"]
    .filter((element) => Object.hasOwn(statement, element))
    .map((element) => [element, arnsOf(statement[element], place)] as const);
  return { ...statement, ...Object.fromEntries(written) };
}

function arnsOf(resource: unknown, place: ApiPlace): unknown {
  return Array.isArray(resource) ? resource.map((each) => arnOf(each, place)) : arnOf(resource, place);
}

const SHORT = "execute-api:/";

function arnOf(resource: unknown, { region, accountId, apiId }: ApiPlace): unknown {
  if (typeof resource !== "string" || !resource.startsWith(SHORT)) return resource;
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${resource.slice(SHORT.length)}`;
}
