import { createMemoryPolicyStore, type PolicyItem, type PolicyStore } from "@lychgate/policy-store";
import {
  type Authorizer,
  type AuthorizerLogEntry,
  type AuthorizerResult,
  createAuthorizer,
  createCognitoVerifier,
  type WebSocketTokenSource,
} from "../src/index.ts";
import { createUserPool, type UserPool } from "./user-pool.ts";

/** An authorizer with its user pool, and all that was signed, logged and thrown. */
export interface System {
  pool: UserPool;
  log: AuthorizerLogEntry[];
  /** Makes a token of the pool with these groups. */
  tokenFor(groups: readonly string[] | undefined, claims?: Record<string, unknown>): string;
  authorize: Authorizer<AuthorizerResult>;
  /** The same, with simple responses. */
  authorizeSimply: Authorizer;
}

export interface SystemOptions {
  fetchJwks?: () => Promise<ArrayBuffer>;
  store?: Pick<PolicyStore, "get">;
  items?: readonly PolicyItem[];
  clock?: () => number;
  policyTtlSeconds?: number;
  webSocketToken?: WebSocketTokenSource;
}

const pool = createUserPool();

/** Claims that nobody but the user pool and the authorizer shall see. */
export const PRIVATE_CLAIMS = {
  email: "ana.private@clinic.example",
  username: "ana-private",
  jti: "jti-private",
  "custom:tenant": "tenant-private",
};

export function createSystem(options: SystemOptions = {}): System {
  const {
    items = [],
    store = createMemoryPolicyStore(items),
    clock,
    policyTtlSeconds = 60,
    webSocketToken = "header",
    fetchJwks = async () => new TextEncoder().encode(pool.keySet()).buffer,
  } = options;
  const log: AuthorizerLogEntry[] = [];
  const authorizerOptions = {
    verify: createCognitoVerifier({ userPoolId: pool.id, clientIds: [pool.clientId], fetchJwks }),
    store,
    policyTtlSeconds,
    webSocketToken,
    log: (entry: AuthorizerLogEntry) => log.push(entry),
    ...(clock && { clock }),
  };
  const authorize = createAuthorizer(authorizerOptions);
  const authorizeSimply = createAuthorizer({ ...authorizerOptions, simpleResponses: { cachedSeconds: 0 } });
  const tokenFor: System["tokenFor"] = (groups, claims) =>
    pool.token({ ...PRIVATE_CLAIMS, "cognito:groups": groups, ...claims });
  return { pool, log, tokenFor, authorize, authorizeSimply };
}
