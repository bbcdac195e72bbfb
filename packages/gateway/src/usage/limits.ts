/**
 * What an account may have.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const LIMITS = {
  apiKeys: 10_000,
  usagePlans: 300,
  usagePlansPerKey: 10,
  methodThrottlesPerStage: 20,
  nameLength: 1024,
} as const;
