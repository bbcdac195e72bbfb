import type { Api } from "../api.ts";
import type { ApiDefinition } from "../api-definition.ts";
import { GatewayError } from "../errors.ts";

/** What a user pool makes of a token. A fault, such as keys that cannot be read, is thrown. */
export type TokenVerdict =
  | { readonly type: "verified"; readonly claims: Readonly<Record<string, unknown>> }
  /** Signed by the pool, and over. */
  | { readonly type: "expired" }
  /** Anything else, among it a token of another pool. */
  | { readonly type: "invalid" };

/** Verifies a token's signature, issuer and time, whatever its use and client. */
export type UserPool = (token: string) => Promise<TokenVerdict>;

/** The ARN of a user pool → what verifies its tokens. */
export type UserPools = Readonly<Record<string, UserPool>> | ReadonlyMap<string, UserPool>;

/** The ARNs of the user pools that verify the tokens of a definition's methods. */
export function namedUserPools({ resources }: ApiDefinition): string[] {
  const methods = resources.flatMap((resource) => [...resource.methods.values()]);
  const named = methods.flatMap(({ authorization }) =>
    authorization.type === "COGNITO_USER_POOLS" ? authorization.authorizer.providerArns : [],
  );
  return [...new Set(named)];
}

/**
 * The user pools that a definition names.
 * @throws GatewayError `MissingUserPool` with every pool that is not given
 */
export function resolveUserPools(
  definition: ApiDefinition,
  userPools: UserPools = {},
): Map<string, UserPool> {
  const given = userPools instanceof Map ? userPools : new Map(Object.entries(userPools));
  const named = namedUserPools(definition);
  const missing = named.filter((arn) => typeof given.get(arn) !== "function");
  if (missing.length === 0) return new Map([...given].filter(([arn]) => named.includes(arn)));
  const came = [...given.keys()].map((arn) => `\`${arn}\``).join(", ") || "none";
  throw new GatewayError(
    "MissingUserPool",
    missing.map((arn) => `expected the user pool \`${arn}\`, came ${came}`),
  );
}

/**
 * Asks the pools one after the other whose token it is.
 * @throws Error when one cannot say
 */
export async function verifyToken(
  token: string,
  arns: readonly string[],
  { userPools }: Api,
): Promise<TokenVerdict> {
  for (const arn of arns) {
    const pool = userPools.get(arn);
    if (!pool) throw new Error(`expected the user pool \`${arn}\`, came none`);
    const verdict = await pool(token);
    if (verdict.type !== "invalid") return verdict;
  }
  return { type: "invalid" };
}
