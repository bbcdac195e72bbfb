const USER_POOL =
  /^arn:aws(?:-[a-z]+)*:cognito-idp:([a-z0-9-]+):\d{12}:userpool\/(([a-z0-9-]+)_[A-Za-z0-9]+)$/;

/** The id in the ARN of a user pool; `undefined` when it is none. The region stands in both. */
export function parseUserPoolArn(arn: string): string | undefined {
  const [, region, id, regionOfId] = USER_POOL.exec(arn) ?? [];
  return region === regionOfId ? id : undefined;
}
