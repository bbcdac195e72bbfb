import {
  createMemoryPolicyStore,
  type DenyList,
  type PolicyItem,
  type PolicyStore,
} from "@lychgate/policy-store";
import {
  type Authorizer,
  type AuthorizerLogEntry,
  type AuthorizerResult,
  createAuthorizer,
  createTokenVerifier,
  type Measures,
  type UsageTierKeys,
  type WebSocketTokenSource,
} from "../src/index.ts";
import { checkForSecrets, SECRET_MARK } from "./secrets.ts";
import { createUserPool, type UserPool } from "./user-pool.ts";

/** An authorizer with its user pool, and all that was signed, logged and thrown. */
export interface System {
  pool: UserPool;
  log: AuthorizerLogEntry[];
  measures: Measures[];
  /** Makes a token of the pool with these groups. */
  tokenFor(groups: readonly string[] | undefined, claims?: Record<string, unknown>): string;
  authorize: Authorizer<AuthorizerResult>;
  /** The same, with simple responses. */
  authorizeSimply: Authorizer;
}

export interface SystemOptions {
  fetchJwks?: () => Promise<ArrayBuffer>;
  store?: Pick<PolicyStore, "get">;
  denyList?: Pick<DenyList, "getWith"> | undefined;
  items?: readonly PolicyItem[];
  clock?: () => number;
  policyTtlSeconds?: number;
  stalePolicySeconds?: number;
  usageTierKeys?: UsageTierKeys | undefined;
  webSocketToken?: WebSocketTokenSource;
  explainDecisions?: boolean;
}

const pool = createUserPool();

/** Claims that nobody but the user pool and the authorizer shall see. */
export const PRIVATE_CLAIMS = {
  email: `ana.private.${SECRET_MARK}@clinic.example`,
  username: `ana-private-${SECRET_MARK}`,
  jti: `jti-private-${SECRET_MARK}`,
  "custom:tenant": `tenant-private-${SECRET_MARK}`,
};

export function createSystem(options: SystemOptions = {}): System {
  const {
    items = [],
    denyList,
    usageTierKeys,
    store = createMemoryPolicyStore(items),
    clock,
    policyTtlSeconds = 60,
    stalePolicySeconds = 0,
    webSocketToken = "header",
    explainDecisions = true,
    fetchJwks = async () => new TextEncoder().encode(pool.keySet()).buffer,
  } = options;
  const log: AuthorizerLogEntry[] = [];
  const measures: Measures[] = [];
  const authorizerOptions = {
    verify: createTokenVerifier({
      issuers: [{ kind: "cognito", userPoolId: pool.id, clientIds: [pool.clientId], tokenUse: "access" }],
      fetchJwks,
    }),
    store,
    policyTtlSeconds,
    stalePolicySeconds,
    webSocketToken,
    explainDecisions,
    log: (entry: AuthorizerLogEntry, measured: Measures) => {
      checkForSecrets(JSON.stringify([entry, measured]));
      log.push(entry);
      measures.push(measured);
    },
    ...(clock && { clock }),
    ...(denyList && { denyList }),
    ...(usageTierKeys && { usageTierKeys }),
  };
  const authorize = createAuthorizer(authorizerOptions);
  const authorizeSimply = createAuthorizer({ ...authorizerOptions, simpleResponses: { cachedSeconds: 0 } });
  const tokenFor: System["tokenFor"] = (groups, claims) =>
    pool.token({ ...PRIVATE_CLAIMS, "cognito:groups": groups, ...claims });
  return { pool, log, measures, tokenFor, authorize, authorizeSimply };
}
