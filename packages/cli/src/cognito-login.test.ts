import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { closedEndpoint } from "../test/closed-port.ts";
import { type Login, logIn } from "./cognito-login.ts";
import { type Listening, listenOnLoopback } from "./loopback.ts";

let pool: Listening | undefined;
afterEach(() => pool?.close());

const TOKENS = { AccessToken: "access.a.b", IdToken: "id.a.b" };

/** A user pool that answers every call so; it gives the calls that came. */
async function startPool(status: number, answer: object): Promise<{ endpoint: string; calls: unknown[] }> {
  const calls: unknown[] = [];
  const server = createServer(async (request, response) => {
    calls.push({ target: request.headers["x-amz-target"], body: await json(request) });
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
  });
  pool = await listenOnLoopback(server);
  return { endpoint: pool.endpoint, calls };
}

function loginAt(endpoint: string): Login {
  return { username: "vet", password: "Secret-1234", clientId: "client", region: "eu-west-1", endpoint };
}

describe("a login", () => {
  it("asks the pool by name and password and gives both tokens", async () => {
    const { endpoint, calls } = await startPool(200, { AuthenticationResult: TOKENS });
    expect(await logIn(loginAt(endpoint))).toEqual({ accessToken: "access.a.b", idToken: "id.a.b" });
    expect(calls).toEqual([
      {
        target: "AWSCognitoIdentityProviderService.InitiateAuth",
        body: {
          AuthFlow: "USER_PASSWORD_AUTH",
          ClientId: "client",
          AuthParameters: { USERNAME: "vet", PASSWORD: "Secret-1234" },
        },
      },
    ]);
  });

  it.each([
    [
      "a wrong password",
      400,
      { __type: "NotAuthorizedException" },
      "LoginRefused",
      "refuses `vet`: wrong name or password",
    ],
    [
      "an unknown user",
      400,
      { __type: "UserNotFoundException" },
      "LoginRefused",
      "refuses `vet`: wrong name or password",
    ],
    [
      "a challenge",
      200,
      { ChallengeName: "NEW_PASSWORD_REQUIRED" },
      "LoginRefused",
      "asks `vet` for more: NEW_PASSWORD_REQUIRED",
    ],
    ["no token", 200, {}, "LoginRefused", "asks `vet` for more: no token came"],
    [
      "half of the tokens",
      200,
      { AuthenticationResult: { AccessToken: "a" } },
      "LoginRefused",
      "no token came",
    ],
    [
      "another fault",
      400,
      { __type: "ResourceNotFoundException", message: "no such client" },
      "Unreachable",
      "no such client",
    ],
  ])("is refused in one line after %s", async (_, status, answer, code, message) => {
    const { endpoint } = await startPool(status, answer);
    const fault = await logIn(loginAt(endpoint)).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: "CliError", code, message: expect.stringContaining(message) });
    expect(String(fault)).not.toMatch(/Secret-1234|\n/);
  });

  it("says in one line that nobody listens", async () => {
    const endpoint = await closedEndpoint();
    await expect(logIn(loginAt(endpoint))).rejects.toMatchObject({
      code: "Unreachable",
      message: expect.stringMatching(new RegExp(`^no login at ${endpoint}: .*ECONNREFUSED.*$`)),
    });
  });
});
