/**
 * Parameters of the Query protocol.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonParameters.html
 */
import type { GatewayRequest } from "../../gateway-message.ts";
import { parseTarget } from "../../request-target.ts";
import { type StsFault, stsFault } from "./sts-fault.ts";

export type Parameters = ReadonlyMap<string, string>;

/** Reads the form of a POST, or the query string of a GET; `undefined` when it is malformed. */
export function readParameters({ method, rawQuery, body }: GatewayRequest): Parameters | undefined {
  const form = method === "POST" ? Buffer.from(body).toString() : rawQuery;
  const pairs = parseTarget("/", form)?.query;
  if (!pairs) return undefined;
  const parameters = new Map(pairs);
  return parameters.size === pairs.length ? parameters : undefined;
}

interface Constraint {
  readonly pattern: RegExp;
  readonly words: string;
  readonly required: boolean;
}

const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  RoleArn: {
    pattern: /^arn:aws:iam::\d{12}:role\/[\x21-\x7e]{1,512}$/,
    words: "Member must be the ARN of a role",
    required: true,
  },
  RoleSessionName: {
    pattern: /^[\w+=,.@-]{2,64}$/,
    words: "Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}",
    required: true,
  },
  DurationSeconds: {
    pattern: /^(?:9\d\d|[1-9]\d{3}|[1-3]\d{4}|4[0-2]\d{3}|43[01]\d\d|43200)$/,
    words: "Member must have a value from 900 to 43200",
    required: false,
  },
  ExternalId: {
    pattern: /^[\w+=,.@:/\\-]{2,1224}$/,
    words: "Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]{2,1224}",
    required: false,
  },
  WebIdentityToken: { pattern: /^[\x21-\x7e]{4,20000}$/, words: "Member must be a token", required: true },
};

/** Parameters of every action, and of presigned requests. */
const COMMON = /^(?:Action|Version|X-Amz-[A-Za-z0-9-]+)$/;

/**
 * Checks that an action has the parameters that it needs, and no others: what narrows a session, such as `Policy`, may
 * not be passed over.
 */
export function checkParameters(parameters: Parameters, known: readonly string[]): StsFault | undefined {
  const stranger = [...parameters.keys()].find((name) => !known.includes(name) && !COMMON.test(name));
  if (stranger !== undefined)
    return stsFault("ValidationError", `the parameter ${stranger} is not supported here`);
  for (const name of known) {
    const constraint = CONSTRAINTS[name];
    const value = parameters.get(name);
    if (!constraint || (value === undefined && !constraint.required)) continue;
    if (value === undefined || !constraint.pattern.test(value)) return violation(name, constraint);
  }
  return undefined;
}

function violation(name: string, { words }: Constraint): StsFault {
  const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return stsFault(
    "ValidationError",
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${words}`,
  );
}
