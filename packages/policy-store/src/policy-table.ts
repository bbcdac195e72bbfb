import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ATTRIBUTES } from "./attributes.ts";
import { PolicyStoreError, type PolicyStoreErrorCode, quote } from "./errors.ts";

/** A DynamoDB table and how to reach it. */
export interface PolicyTable {
  client: DynamoDBClient;
  name: string;
}

/** Which attributes a read asks for. */
export interface Projection {
  ProjectionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
}

/** A projection to these attributes: other people's stay where they are. */
export function projectionTo(attributes: readonly string[]): Projection {
  return {
    ProjectionExpression: attributes.map((attribute) => `#${attribute}`).join(", "),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute])),
  };
}

/** What of a policy item is read. */
export const PROJECTION = projectionTo(Object.values(ATTRIBUTES));

/**
 * DynamoDB's and the SDK's error names. Whatever is not here is no usable answer: `Unreachable`.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html
 */
const CODES = {
  ResourceNotFoundException: "TableNotFound",
  TableNotFoundException: "TableNotFound",
  ProvisionedThroughputExceededException: "Throttled",
  RequestLimitExceeded: "Throttled",
  ThrottlingException: "Throttled",
  TransactionInProgressException: "Throttled",
  ValidationException: "Malformed",
  SerializationException: "Malformed",
  ItemCollectionSizeLimitExceededException: "Malformed",
  AccessDeniedException: "Denied",
  CredentialsProviderError: "Denied",
  ExpiredTokenException: "Denied",
  IncompleteSignatureException: "Denied",
  InvalidSignatureException: "Denied",
  MissingAuthenticationTokenException: "Denied",
  NotAuthorized: "Denied",
  OptInRequired: "Denied",
  TokenProviderError: "Denied",
  UnrecognizedClientException: "Denied",
} as const satisfies Record<string, PolicyStoreErrorCode>;

type FaultCode = (typeof CODES)[keyof typeof CODES] | "Unreachable";

const SAYINGS = {
  TableNotFound: "does not exist",
  Throttled: "is throttled",
  Malformed: "refused the request",
  Denied: "denied access",
  Unreachable: "gave no usable answer",
} as const satisfies Record<FaultCode, string>;

/**
 * Sends a command; what it throws becomes a PolicyStoreError with that as its cause. How long it waits and
 * how often it tries again are the client's settings.
 */
export async function guarded<T>(table: PolicyTable, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw await tableFault(table, faultCode(error), labelOf(error), error);
  }
}

/** A fault of the table, with a label such as an error's name to say why. */
export async function tableFault(
  table: PolicyTable,
  code: FaultCode,
  label: string,
  cause?: unknown,
): Promise<PolicyStoreError> {
  const place = `table ${quote(table.name)} ${await placeOf(table.client)}`;
  return new PolicyStoreError(code, `${place} ${SAYINGS[code]}: ${label}`, { cause });
}

function faultCode(error: unknown): FaultCode {
  const name = error instanceof Error ? error.name : "";
  return Object.hasOwn(CODES, name) ? CODES[name as keyof typeof CODES] : "Unreachable";
}

/** The error's code or name; of a refused request DynamoDB's words too, which speak of our keys and items. */
function labelOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  if (error.name === "ValidationException") return quote(`${error.name}: ${error.message}`);
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return /^[\w.-]{1,64}$/.test(code) ? quote(code) : "unknown error";
}

async function placeOf(client: DynamoDBClient): Promise<string> {
  try {
    const endpoint = await client.config.endpoint?.();
    if (endpoint === undefined) return `in ${quote(await client.config.region())}`;
    const port = endpoint.port === undefined ? "" : `:${endpoint.port}`;
    return `at ${quote(`${endpoint.protocol}//${endpoint.hostname}${port}`)}`;
  } catch {
    return "in an unknown region";
  }
}
