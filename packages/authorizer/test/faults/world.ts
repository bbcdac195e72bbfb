import { createServer, type ServerResponse } from "node:http";
import { DeleteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createDynamoDenyList, createDynamoPolicyStore } from "@lychgate/policy-store";
import {
  type AuthorizerLogEntry,
  createAuthorizer,
  createTokenVerifier,
  type Reason,
} from "../../src/index.ts";
import { fetchKeySet } from "../../src/issuers/key-set.ts";
import { DEV, requestEvent } from "../events.ts";
import { close, listen } from "../loopback.ts";
import { createIssuer, type TestIssuer } from "../oidc-issuer.ts";
import { itemOf, statementOf } from "../policies.ts";
import { type Attributes, attributesOf, CREDENTIALS, type PolicyTableServer } from "../policy-table.ts";
import { allowedIn } from "../routes.ts";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";

/** How long is waited as deployed, in milliseconds; where nothing else comes, tests wait for a part of it. */
const WAITS = { connection: 500, request: 1_000, lookUp: 2_000, keys: 2_500 };

export const TTL_SECONDS = 60;
export const STALE_SECONDS = 300;
export const OWNER = itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const TABLE = "auth-policy-store";

/** An issuer, a policy table and an authorizer, with real sockets between them that can fail. */
export interface World {
  issuer: TestIssuer;
  /** What the address of the keys does; it publishes them unless told otherwise. */
  keys: {
    requests(): number;
    fail(answer?: (response: ServerResponse) => unknown): void;
    refuse(is: boolean): Promise<void>;
  };
  table: FaultProxy;
  put(item: Attributes): Promise<void>;
  remove(group: string): Promise<void>;
  /** What is said to a request with this token. */
  call(token: string, prefix?: string): Promise<Said>;
  close(): Promise<void>;
}

/** What was said of a call, and the routes that API Gateway lets through by its own clock. */
export interface Said {
  reason: Reason;
  allowed: readonly string[];
}

export interface WorldOptions {
  /** Which part of the waits as deployed is waited for; all of them unless given. */
  patience?: number;
  stalePolicySeconds?: number;
  /** The time by API Gateway's clock, in epoch milliseconds. */
  gatewayClock: () => number;
}

export async function startWorld(server: PolicyTableServer, options: WorldOptions): Promise<World> {
  const { patience = 1, stalePolicySeconds = 0 } = options;
  const issuer = createIssuer("https://issuer.example.com/", "ES256");
  const table = await startFaultProxy(server.endpoint);
  const { endpoint } = table;
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: CREDENTIALS,
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: WAITS.connection * patience,
      requestTimeout: WAITS.request * patience,
      throwOnRequestTimeout: true,
    },
  });
  const keys = await startKeys(issuer);
  const reading = { client, tableName: TABLE, timeout: WAITS.lookUp * patience };
  const log: AuthorizerLogEntry[] = [];
  let calls = 0;
  const authorize = createAuthorizer({
    verify: createTokenVerifier({
      issuers: [
        {
          kind: "oidc",
          name: "issuer",
          issuer: issuer.issuer,
          audience: ["api://pets"],
          tokenType: null,
          algorithms: ["ES256"],
          groupClaim: "groups",
        },
      ],
      fetchJwks: () => fetchKeySet(keys.uri, { bytes: 256 * 1024, milliseconds: WAITS.keys * patience }),
    }),
    store: createDynamoPolicyStore(reading),
    denyList: createDynamoDenyList(reading),
    policyTtlSeconds: TTL_SECONDS,
    stalePolicySeconds,
    log: (entry) => log.push(entry),
  });
  return {
    issuer,
    keys,
    table,
    put: (item) => server.put(item),
    async remove(group) {
      await server.client.send(new DeleteItemCommand({ TableName: TABLE, Key: { group: { S: group } } }));
    },
    async call(token, prefix = DEV) {
      calls += 1;
      const requestId = `request-${calls}`;
      const event = requestEvent({ authorization: `Bearer ${token}` });
      const requestContext = { ...event.requestContext, extendedRequestId: requestId };
      const called = { ...event, methodArn: `${prefix}GET/petstore/v1/pets`, requestContext };
      const result = await authorize(called).catch(() => undefined);
      const entry = log.findLast((each) => each.requestId === requestId);
      if (entry === undefined) throw new Error("expected a log entry");
      const allowed = result ? allowedIn(result.policyDocument, options.gatewayClock()) : [];
      return { reason: entry.reason, allowed };
    },
    async close() {
      client.destroy();
      await Promise.all([table.close(), keys.close()]);
    },
  };
}

async function startKeys(issuer: TestIssuer) {
  let requests = 0;
  const publish = (response: ServerResponse) => void response.end(issuer.keySet());
  let respond: (response: ServerResponse) => unknown = publish;
  const server = createServer((_, response) => {
    requests += 1;
    respond(response);
  });
  const uri = await listen(server);
  return {
    uri,
    requests: () => requests,
    fail(answer: (response: ServerResponse) => unknown = publish) {
      respond = answer;
    },
    async refuse(isRefusing: boolean) {
      if (isRefusing) return close(server);
      await new Promise<void>((resolve) => server.listen(Number(new URL(uri).port), "127.0.0.1", resolve));
    },
    async close() {
      if (server.listening) await close(server);
    },
  };
}

/** The table that all worlds have, as it is at the beginning of each. */
export async function resetTable(server: PolicyTableServer): Promise<void> {
  await server.put(attributesOf(OWNER));
  await server.put({ group: { S: "$lychgate/deny/sub/issuer|revoked" } });
}
