import { createMemoryPolicyStore, type DenyList, type PolicyStore } from "@lychgate/policy-store";
import {
  type AuthorizerLogEntry,
  createAuthorizer,
  createTokenVerifier,
  type Issuer,
  type Reason,
} from "../../src/index.ts";
import { tokenEvent } from "../events.ts";
import { createIssuer } from "../oidc-issuer.ts";
import { itemOf, statementOf } from "../policies.ts";
import { allowedIn, PETS } from "../routes.ts";
import { createUserPool } from "../user-pool.ts";

export const pool = createUserPool();
export const partner = createIssuer("https://partner.example.com/");
export const edge = createIssuer("https://edge.example.com/", "ES256");

/** A group that may read pets, and one that may do everything; nobody is in the second one. */
export const ITEMS = [
  itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets")),
  itemOf("admins", statementOf("All", "Allow", "*")),
];

const OIDC = { kind: "oidc", audience: ["api://pets"], tokenType: null, groupClaim: "groups" } as const;

export const ISSUERS: readonly Issuer[] = [
  { kind: "cognito", userPoolId: pool.id, clientIds: [pool.clientId], tokenUse: "access" },
  { ...OIDC, name: "partner", issuer: partner.issuer, algorithms: ["RS256"] },
  { ...OIDC, name: "edge", issuer: edge.issuer, algorithms: ["ES256"] },
];

const KEY_SETS = new Map([
  [`${pool.issuer}/.well-known/jwks.json`, pool.keySet],
  [`${partner.issuer}.well-known/jwks.json`, partner.keySet],
  [`${edge.issuer}.well-known/jwks.json`, edge.keySet],
]);

/** What became of an attack. */
export interface Answer {
  reason: Reason;
  /** The routes that API Gateway would let through. */
  allowed: readonly string[];
}

export { PETS };
export const NOTHING: readonly string[] = [];

export interface Target {
  answerTo(event: unknown): Promise<Answer>;
  /** What is said to a request with this bearer token. */
  answerToToken(token: string): Promise<Answer>;
  /** The addresses that were asked for keys. */
  asked: readonly string[];
}

export interface TargetOptions {
  store?: Pick<PolicyStore, "get">;
  denyList?: Pick<DenyList, "getWith">;
  issuers?: readonly Issuer[];
  keySetAt?: (uri: string) => string;
  /** The routes that are tried, if they are others. */
  routes?: readonly string[];
}

/** An authorizer that nobody has called yet. */
export function createTarget(options: TargetOptions = {}): Target {
  const { store = createMemoryPolicyStore(ITEMS), issuers = ISSUERS, keySetAt = publishedAt } = options;
  const asked: string[] = [];
  const log: AuthorizerLogEntry[] = [];
  const fetchJwks = async (uri: string) => {
    asked.push(uri);
    return Uint8Array.from(Buffer.from(keySetAt(uri))).buffer;
  };
  const authorize = createAuthorizer({
    verify: createTokenVerifier({ issuers, fetchJwks }),
    store,
    policyTtlSeconds: 60,
    ...(options.denyList && { denyList: options.denyList }),
    log: (entry) => log.push(entry),
  });
  const answerTo = async (event: unknown): Promise<Answer> => {
    const document = await authorize(event).then(
      ({ policyDocument }) => policyDocument,
      () => undefined,
    );
    const [entry, ...others] = log.splice(0);
    if (entry === undefined || others.length > 0) throw new Error("expected one log entry");
    const allowed = document ? allowedIn(document, Date.now(), options.routes) : NOTHING;
    return { reason: entry.reason, allowed };
  };
  return { asked, answerTo, answerToToken: (token) => answerTo(tokenEvent(`Bearer ${token}`)) };
}

function publishedAt(uri: string): string {
  const keySet = KEY_SETS.get(uri);
  if (keySet) return keySet();
  throw new Error("expected the address of a configured issuer");
}
