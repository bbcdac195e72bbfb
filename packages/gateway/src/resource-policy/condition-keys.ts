/**
 * The condition keys that API Gateway knows in a resource policy. A test on any other key would never hold, or
 * always, where it is negated.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */
const CONDITION_KEYS = [
  "aws:CurrentTime",
  "aws:EpochTime",
  "aws:MultiFactorAuthAge",
  "aws:MultiFactorAuthPresent",
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "aws:PrincipalType",
  "aws:Referer",
  "aws:SecureTransport",
  "aws:SourceArn",
  "aws:SourceIp",
  "aws:SourceVpc",
  "aws:SourceVpce",
  "aws:TokenIssueTime",
  "aws:UserAgent",
  "aws:VpcSourceIp",
  "aws:userid",
  "aws:username",
] as const;

const KNOWN: ReadonlySet<string> = new Set(CONDITION_KEYS.map((key) => key.toLowerCase()));

/** The names of keys are compared without regard to case; that of a principal's tag is anybody's. */
export function isConditionKey(key: string): boolean {
  const name = key.toLowerCase();
  return KNOWN.has(name) || /^aws:principaltag\/./.test(name);
}
