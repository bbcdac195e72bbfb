/**
 * An authorizer of the same shape as AWS's and Auth0's samples, in Node: `jsonwebtoken` with a key from
 * `jwks-rsa`, the policies of the token's groups from the table for each request, their statements joined end
 * to end. Unlike AWS's sample, it makes its client once, and prints nothing.
 *
 * @see https://github.com/aws-samples/amazon-cognito-api-gateway/blob/main/custom-auth/lambda.py
 * @see https://github.com/auth0-samples/jwt-rsa-aws-custom-authorizer/blob/master/lib.js
 */
import { BatchGetItemCommand, type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { PolicyDocument } from "@lychgate/policy";
import jsonwebtoken from "jsonwebtoken";
import { JwksClient } from "jwks-rsa";

export interface SampleOptions {
  issuer: string;
  clientId: string;
  jwksUri: string;
  client: DynamoDBClient;
  tableName: string;
  /** How policies are asked for: in batches of 25, as AWS's sample does, or each by itself. */
  reads: "batches" | "items";
}

interface SampleEvent {
  headers: Readonly<Record<string, string>>;
}

type Statements = PolicyDocument["Statement"][];

export function createSampleAuthorizer(options: SampleOptions) {
  const keys = new JwksClient({ jwksUri: options.jwksUri, cache: true, rateLimit: true });
  const read = options.reads === "batches" ? readBatches : readItems;
  return async ({ headers }: SampleEvent) => {
    const [scheme, token = ""] = headers.Authorization?.split(" ") ?? [];
    if (scheme !== "Bearer") throw new Error("Unauthorized");
    const claims = await verify(token, keys, options);
    const Statement = (await read(options, claims["cognito:groups"])).flat();
    if (Statement.length === 0) throw new Error("Unauthorized");
    return {
      principalId: String(claims.sub),
      policyDocument: { Version: "2012-10-17", Statement },
      context: { scope: claims.scope },
    };
  };
}

async function verify(token: string, keys: JwksClient, { issuer, clientId }: SampleOptions) {
  const decoded = jsonwebtoken.decode(token, { complete: true });
  const key = await keys.getSigningKey(decoded?.header.kid);
  const claims = jsonwebtoken.verify(token, key.getPublicKey(), { issuer, algorithms: ["RS256"] });
  if (typeof claims === "string" || claims.client_id !== clientId) throw new Error("Unauthorized");
  return claims;
}

const KEYS_PER_BATCH = 25;

async function readBatches({ client, tableName }: SampleOptions, groups: string[]): Promise<Statements> {
  const read: Statements = [];
  for (let from = 0; from < groups.length; from += KEYS_PER_BATCH) {
    const Keys = groups.slice(from, from + KEYS_PER_BATCH).map((group) => ({ group: { S: group } }));
    const command = new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys } } });
    const { Responses } = await client.send(command);
    for (const item of Responses?.[tableName] ?? []) read.push(statementsIn(item.policy?.S));
  }
  return read;
}

async function readItems({ client, tableName }: SampleOptions, groups: string[]): Promise<Statements> {
  const read: Statements = [];
  for (const group of groups) {
    const Key = { group: { S: group } };
    const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key }));
    if (Item) read.push(statementsIn(Item.policy?.S));
  }
  return read;
}

function statementsIn(text = '{"Statement":[]}'): PolicyDocument["Statement"] {
  return JSON.parse(text).Statement;
}
