/** The user pool and the policy table at an AWS API server that somebody else runs, such as moto's. */
import { DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { CognitoAddress, CognitoSettings } from "@lychgate/cli/user-pool";
import { createPolicyTable } from "./dynamodb.ts";
import { LocalError } from "./errors.ts";

/** Such servers take any credentials; real ones are never sent to them. */
const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** A server that does not answer is told of, not waited for. */
const REQUESTS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

interface Created {
  close(): Promise<void>;
}

/** Creates a table; `close` deletes it. @throws LocalError `ServiceUnavailable` */
export async function createTableAt(endpoint: string, region: string, tableName: string): Promise<Created> {
  const client = new DynamoDBClient({ endpoint, region, credentials: CREDENTIALS, ...REQUESTS });
  try {
    await createPolicyTable(client, tableName);
  } catch (cause) {
    client.destroy();
    throw unavailable("DynamoDB", endpoint, cause);
  }
  return {
    async close() {
      // Nobody is left to be told when the server has gone before.
      await client.send(new DeleteTableCommand({ TableName: tableName })).catch(() => {});
      client.destroy();
    },
  };
}

/**
 * Creates a user pool with its client, groups and users; `close` deletes it.
 * @throws LocalError `ServiceUnavailable`
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
 */
export async function createUserPoolAt(
  endpoint: string,
  { region, users, groups, groupRoles }: CognitoSettings,
): Promise<CognitoAddress & Created> {
  // The SDK takes long to load, and the embedded services do without it.
  const { CognitoIdentityProvider } = await import("@aws-sdk/client-cognito-identity-provider");
  const cognito = new CognitoIdentityProvider({ endpoint, region, credentials: CREDENTIALS, ...REQUESTS });
  try {
    const { UserPool } = await cognito.createUserPool({ PoolName: "lychgate-local" });
    const UserPoolId = expectId(UserPool?.Id);
    const { UserPoolClient } = await cognito.createUserPoolClient({
      UserPoolId,
      ClientName: "lychgate-local",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    });
    for (const GroupName of groups) {
      const role = groupRoles?.get(GroupName);
      const roleOfGroup = role && { RoleArn: role.roleArn, Precedence: role.precedence };
      await cognito.createGroup({ UserPoolId, GroupName, ...roleOfGroup });
    }
    for (const { username: Username, password: Password, groups: joined } of users) {
      await cognito.adminCreateUser({ UserPoolId, Username, MessageAction: "SUPPRESS" });
      await cognito.adminSetUserPassword({ UserPoolId, Username, Password, Permanent: true });
      for (const GroupName of joined) await cognito.adminAddUserToGroup({ UserPoolId, Username, GroupName });
    }
    return {
      endpoint,
      userPoolId: UserPoolId,
      clientId: expectId(UserPoolClient?.ClientId),
      issuer: `https://cognito-idp.${region}.amazonaws.com/${UserPoolId}`,
      jwksUri: `${endpoint}/${UserPoolId}/.well-known/jwks.json`,
      async close() {
        await cognito.deleteUserPool({ UserPoolId }).catch(() => {});
        cognito.destroy();
      },
    };
  } catch (cause) {
    cognito.destroy();
    throw unavailable("Cognito", endpoint, cause);
  }
}

function expectId(id: string | undefined): string {
  if (id === undefined) throw new Error("the server answered without an id");
  return id;
}

function unavailable(service: string, endpoint: string, cause: unknown): LocalError {
  const why = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new LocalError("ServiceUnavailable", `${service} at ${endpoint} is not to be had: ${why}`, {
    cause,
  });
}
