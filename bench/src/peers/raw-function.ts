/** The least that an authorizer with policies in a table can load: a verifier and a client, and no code around. */
import { BatchGetItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CognitoJwtVerifier } from "aws-jwt-verify";

const {
  USER_POOL_ID: userPoolId = "",
  USER_POOL_CLIENT_IDS: clientId = "",
  POLICY_TABLE_NAME = "",
} = process.env;
const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: "access" });
const client = new DynamoDBClient({});

export async function handler({ authorizationToken }: { authorizationToken: string }) {
  const claims = await verifier.verify(authorizationToken);
  const Keys = (claims["cognito:groups"] ?? []).map((group) => ({ group: { S: group } }));
  return client.send(new BatchGetItemCommand({ RequestItems: { [POLICY_TABLE_NAME]: { Keys } } }));
}
