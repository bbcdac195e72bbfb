import { CliError } from "./errors.ts";

export interface Login {
  username: string;
  password: string;
  clientId: string;
  region: string;
  /** Of another server than AWS's own. */
  endpoint?: string;
}

/** The tokens of a login; each is a JWT. */
export interface Tokens {
  accessToken: string;
  idToken: string;
}

/**
 * Logs in at a user pool by username and password.
 * @throws CliError `LoginRefused`, `Unreachable`
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export async function logIn({ username, password, clientId, region, endpoint }: Login): Promise<Tokens> {
  // The SDK takes long to load, and only who logs in needs it.
  const { CognitoIdentityProviderClient, InitiateAuthCommand } = await import(
    "@aws-sdk/client-cognito-identity-provider"
  );
  const client = new CognitoIdentityProviderClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    // The call is not signed, but the client insists on credentials for another server.
    credentials: { accessKeyId: "unsigned", secretAccessKey: "unsigned" },
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
  try {
    const AuthParameters = { USERNAME: username, PASSWORD: password };
    const command = new InitiateAuthCommand({
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: clientId,
      AuthParameters,
    });
    const { AuthenticationResult: result, ChallengeName } = await client.send(command);
    if (result?.AccessToken && result.IdToken)
      return { accessToken: result.AccessToken, idToken: result.IdToken };
    throw new CliError(
      "LoginRefused",
      `the user pool asks \`${username}\` for more: ${ChallengeName ?? "no token came"}`,
    );
  } catch (error) {
    throw faultOf(error, username, endpoint ?? region);
  } finally {
    client.destroy();
  }
}

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html#API_InitiateAuth_Errors */
const REFUSALS: ReadonlySet<string> = new Set(["NotAuthorizedException", "UserNotFoundException"]);

function faultOf(cause: unknown, username: string, where: string): Error {
  if (cause instanceof CliError) return cause;
  if (cause instanceof Error && REFUSALS.has(cause.name)) {
    return new CliError("LoginRefused", `the user pool refuses \`${username}\`: wrong name or password`, {
      cause,
    });
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CliError("Unreachable", `no login at ${where}: ${why}`, { cause });
}
