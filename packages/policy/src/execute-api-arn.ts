/**
 * ARNs of what API Gateway serves: `arn:aws:execute-api:{region}:{account}:{apiId}/{stage}/{VERB}/{path}`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */

/** What stands before the verb in a stored document: every region, account, API and stage. */
export const UNBOUND_PREFIX = "arn:aws:execute-api:*:*:*/*/";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html */
export const MAX_RESOURCE_LENGTH = 512;

export const INVOKE_ACTION = "execute-api:Invoke";

/** The parts of an execute-api ARN; each may hold wildcards when it comes from a policy. */
export interface ExecuteApiArn {
  partition: string;
  region: string;
  account: string;
  /** What follows the fifth colon: `{apiId}/{stage}/{VERB}/{path}`, `*` or anything shorter. */
  resource: string;
}

/** Takes an ARN apart at its first five colons; `undefined` when it is not one of execute-api. */
export function parseExecuteApiArn(text: string): ExecuteApiArn | undefined {
  const parts = text.split(":");
  const [arn, partition, service, region, account] = parts;
  const resource = parts.slice(5).join(":");
  if (arn !== "arn" || service !== "execute-api" || resource === "") return undefined;
  if (partition === undefined || region === undefined || account === undefined) return undefined;
  return { partition, region, account, resource };
}

/** The API and stage that a request was made to, up to the slash before its verb. */
export interface Binding {
  /** `arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/` */
  prefix: string;
}

/** Reads the binding from a `methodArn`; `undefined` when the text is no method ARN. */
export function bindingOf(methodArn: string): Binding | undefined {
  const arn = parseExecuteApiArn(methodArn);
  const [apiId, stage, verb] = arn?.resource.split("/", 3) ?? [];
  if (!arn || !apiId || !stage || !verb) return undefined;
  if (/[*?$]/.test(`${arn.partition}${arn.region}${arn.account}${apiId}${stage}`)) return undefined;
  return { prefix: `arn:${arn.partition}:execute-api:${arn.region}:${arn.account}:${apiId}/${stage}/` };
}
