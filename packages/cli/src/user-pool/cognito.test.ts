import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import builtIn from "cognito-local/lib/keys/cognitoLocal.public.json" with { type: "json" };
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Cognito, startCognito } from "./cognito.ts";
import type { PublicJwk } from "./cognito-key.ts";

const CALLBACK = "http://localhost:4012/callback";
const STAFF_ROLE = "arn:aws:iam::111122223333:role/staff";
const SETTINGS = {
  region: "eu-west-1",
  groups: ["pet-owner", "pet-veterinarian", "staff"],
  users: [
    { username: "vera", password: "Vera-1234", groups: ["pet-veterinarian", "staff"] },
    { username: "nora", password: "Nora-1234", groups: [] },
  ],
  groupRoles: new Map([["staff", { roleArn: STAFF_ROLE, precedence: 1 }]]),
  callbackUrls: [CALLBACK],
} as const;

interface Tokens {
  AccessToken: string;
  IdToken: string;
  RefreshToken: string;
}

interface SignIn {
  status: number;
  AuthenticationResult?: Tokens & { ExpiresIn: number; TokenType: string };
  __type?: string;
  message?: string;
}

let cognito: Cognito;
beforeAll(async () => {
  cognito = await startCognito(SETTINGS);
});
afterAll(() => cognito.close());

async function call(action: string, body: unknown, { endpoint } = cognito): Promise<SignIn> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify(body),
  });
  return { ...((await response.json()) as Omit<SignIn, "status">), status: response.status };
}

function signIn(parameters: Record<string, string>, at = cognito): Promise<SignIn> {
  const request = { AuthFlow: "USER_PASSWORD_AUTH", ClientId: at.clientId, AuthParameters: parameters };
  return call("InitiateAuth", request, at);
}

async function tokensOf(username: string, password: string, at = cognito): Promise<Tokens> {
  const { AuthenticationResult } = await signIn({ USERNAME: username, PASSWORD: password }, at);
  if (!AuthenticationResult) throw new Error(`expected tokens for \`${username}\``);
  return AuthenticationResult;
}

async function fetchKeys({ jwksUri }: Cognito): Promise<{ keys: [PublicJwk] }> {
  return (await (await fetch(jwksUri)).json()) as { keys: [PublicJwk] };
}

async function verify(token: string, tokenUse: "access" | "id", at = cognito) {
  const { userPoolId, clientId } = at;
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse });
  verifier.cacheJwks(await fetchKeys(at));
  return verifier.verify(token);
}

describe("a sign-in", () => {
  it("gives an access token that an unchanged verifier accepts", async () => {
    const claims = await verify((await tokensOf("vera", "Vera-1234")).AccessToken, "access");
    expect(claims).toMatchObject({
      iss: `https://cognito-idp.eu-west-1.amazonaws.com/${cognito.userPoolId}`,
      token_use: "access",
      client_id: cognito.clientId,
      username: "vera",
      "cognito:groups": ["pet-veterinarian", "staff"],
    });
    expect(claims.iss).toBe(cognito.issuer);
    expect(claims.exp - claims.iat).toBe(3600);
  });

  it("gives an ID token for the app client, as long-lived", async () => {
    const claims = await verify((await tokensOf("vera", "Vera-1234")).IdToken, "id");
    expect(claims).toMatchObject({ token_use: "id", aud: cognito.clientId, "cognito:username": "vera" });
    expect(claims.exp - claims.iat).toBe(3600);
  });

  it("names the roles of the user's groups in the ID token alone", async () => {
    const { AccessToken, IdToken } = await tokensOf("vera", "Vera-1234");
    const claims = await verify(IdToken, "id");
    expect(claims).toMatchObject({ "cognito:roles": [STAFF_ROLE], "cognito:preferred_role": STAFF_ROLE });
    expect(await verify(AccessToken, "access")).not.toHaveProperty("cognito:preferred_role");
    const others = await verify((await tokensOf("nora", "Nora-1234")).IdToken, "id");
    expect(others).not.toHaveProperty("cognito:roles");
  });

  it("says what the tokens are and how long they live", async () => {
    const answer = await signIn({ USERNAME: "vera", PASSWORD: "Vera-1234" });
    expect(answer).toMatchObject({ AuthenticationResult: { TokenType: "Bearer", ExpiresIn: 3600 } });
  });

  it("gives a user without groups a token without the claim", async () => {
    const claims = await verify((await tokensOf("nora", "Nora-1234")).AccessToken, "access");
    expect(claims).not.toHaveProperty("cognito:groups");
  });

  it("is renewed with the refresh token", async () => {
    const { RefreshToken } = await tokensOf("vera", "Vera-1234");
    const answer = await call("InitiateAuth", {
      AuthFlow: "REFRESH_TOKEN_AUTH",
      ClientId: cognito.clientId,
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    });
    const claims = await verify(answer.AuthenticationResult?.AccessToken ?? "", "access");
    expect(claims.username).toBe("vera");
  });

  it.each([
    ["a wrong password", { USERNAME: "vera", PASSWORD: "Nora-1234" }],
    ["no password", { USERNAME: "vera" }],
    ["an unknown user", { USERNAME: "mallory", PASSWORD: "Vera-1234" }],
    ["a name that every object has", { USERNAME: "constructor" }],
    ["the name of the prototype", { USERNAME: "__proto__" }],
  ])("with %s is refused as Cognito refuses it", async (_, parameters) => {
    const answer = await signIn(parameters);
    expect(answer).toMatchObject({ status: 400, __type: "NotAuthorizedException" });
    expect(answer).not.toHaveProperty("AuthenticationResult");
  });

  it("of a disabled user is refused", async () => {
    const user = { UserPoolId: cognito.userPoolId, Username: "nora" };
    await call("AdminDisableUser", user);
    const refused = await signIn({ USERNAME: "nora", PASSWORD: "Nora-1234" });
    await call("AdminEnableUser", user);
    expect(refused).toMatchObject({ status: 400, __type: "NotAuthorizedException" });
    expect((await signIn({ USERNAME: "nora", PASSWORD: "Nora-1234" })).status).toBe(200);
  });

  it("by the login page gives tokens for an authorization code", async () => {
    const verifierText = randomBytes(32).toString("base64url");
    const form = {
      client_id: cognito.clientId,
      redirect_uri: CALLBACK,
      response_type: "code",
      code_challenge: createHash("sha256").update(verifierText).digest("base64url"),
      code_challenge_method: "S256",
      scope: "openid",
      state: "s1",
    };
    const authorize = `${cognito.endpoint}/oauth2/authorize`;
    const page = await fetch(`${authorize}?${new URLSearchParams(form)}`);
    expect(await page.text()).toContain('name="password"');

    const body = new URLSearchParams({ ...form, username: "vera", password: "Vera-1234" });
    const redirect = await fetch(authorize, { method: "POST", body, redirect: "manual" });
    const location = new URL(redirect.headers.get("location") ?? "");
    expect(location.href.startsWith(`${CALLBACK}?`)).toBe(true);
    const code = location.searchParams.get("code") ?? "";

    const token = await fetch(`${cognito.endpoint}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        code,
        redirect_uri: CALLBACK,
        client_id: cognito.clientId,
        code_verifier: verifierText,
      }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    expect((await verify(access_token, "access")).username).toBe("vera");
  });
});

describe("the signing key", () => {
  it("is not the one that every installation of cognito-local has", async () => {
    const { keys } = await fetchKeys(cognito);
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: "RSA", alg: "RS256", use: "sig" });
    expect(keys[0].n).not.toBe(builtIn.jwk.n);
  });

  it.each(["AccessToken", "IdToken", "RefreshToken"] as const)("is named by the %s", async (name) => {
    const token = (await tokensOf("vera", "Vera-1234"))[name];
    const header = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());
    const { keys } = await fetchKeys(cognito);
    expect(header).toEqual({ alg: "RS256", kid: keys[0].kid });
  });

  it("is another one at every start, also of two that run side by side", async () => {
    const other = await startCognito(SETTINGS);
    const [own, others] = [await fetchKeys(cognito), await fetchKeys(other)];
    const { AccessToken } = await tokensOf("vera", "Vera-1234", other);
    await expect(verify(AccessToken, "access", other)).resolves.toMatchObject({ username: "vera" });
    await expect(verify(AccessToken, "access")).rejects.toThrow();
    await other.close();
    expect(others.keys[0].n).not.toBe(own.keys[0].n);
    expect(others.keys[0].kid).not.toBe(own.keys[0].kid);
  });

  it.each([
    "/other/.well-known/jwks.json",
    "/{pool}/.well-known/jwks.json/",
    "/{pool}/.WELL-KNOWN/JWKS.json",
    "/{pool}/%2ewell-known/jwks.json",
    "/{pool}/.well%2Dknown/jwks.json",
  ])("that is built in is not served at %s", async (template) => {
    const path = template.replace("{pool}", cognito.userPoolId);
    const response = await fetch(`${cognito.endpoint}${path}`);
    expect(await response.text()).not.toContain(builtIn.jwk.n);
    expect(response.status).toBe(404);
  });

  it("is found from the provider's description", async () => {
    const path = `/${cognito.userPoolId}/.well-known/openid-configuration`;
    const description = await (await fetch(`${cognito.endpoint}${path}`)).json();
    expect(description).toMatchObject({ issuer: cognito.issuer, jwks_uri: cognito.jwksUri });
  });
});

describe("the embedded Cognito", () => {
  it("knows the role of a group, and takes one that is given later", async () => {
    const group = { UserPoolId: cognito.userPoolId, GroupName: "staff" };
    expect(await call("GetGroup", group)).toMatchObject({ Group: { RoleArn: STAFF_ROLE, Precedence: 1 } });
    const vets = { ...group, GroupName: "pet-veterinarian", RoleArn: "role/vets", Precedence: 0 };
    await call("UpdateGroup", vets);
    const claims = await verify((await tokensOf("vera", "Vera-1234")).IdToken, "id");
    expect(claims["cognito:preferred_role"]).toBe("role/vets");
  });

  it("has the groups that were given, also those without members", async () => {
    const answer = await call("ListGroups", { UserPoolId: cognito.userPoolId });
    const groups = SETTINGS.groups.map((GroupName) => expect.objectContaining({ GroupName }));
    expect(answer).toMatchObject({ status: 200, Groups: expect.arrayContaining(groups) });
  });

  it.each([
    [
      "a user who is in an unknown group",
      [{ username: "a", password: "b", groups: ["nobody"] }],
      "UnknownGroup",
    ],
    [
      "two users of one name",
      [
        { username: "a", password: "b", groups: [] },
        { username: "a", password: "c", groups: [] },
      ],
      "DuplicateUser",
    ],
  ])("does not start with %s", async (_, users, code) => {
    await expect(startCognito({ ...SETTINGS, users })).rejects.toMatchObject({ name: "CliError", code });
  });

  it("refuses a page from elsewhere", async () => {
    const headers = { origin: "https://example.com" };
    const response = await fetch(cognito.jwksUri, { headers });
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("puts no markup of a link into the login page", async () => {
    const query = new URLSearchParams({ client_id: cognito.clientId, state: '"><script>' });
    const response = await fetch(`${cognito.endpoint}/oauth2/authorize?${query}`);
    expect(response.status).toBe(400);
  });

  it("prints nothing, not even of a body that it cannot read", async () => {
    const printed = vi.fn(() => true);
    const spies = [
      vi.spyOn(process.stdout, "write").mockImplementation(printed),
      vi.spyOn(process.stderr, "write").mockImplementation(printed),
      vi.spyOn(console, "error").mockImplementation(printed),
      vi.spyOn(console, "log").mockImplementation(printed),
    ];
    const headers = { "content-type": "application/x-amz-json-1.1" };
    const malformed = await fetch(cognito.endpoint, { method: "POST", headers, body: "Vera-1234" });
    await signIn({ USERNAME: "vera", PASSWORD: "wrong" });
    await tokensOf("vera", "Vera-1234");
    for (const spy of spies) spy.mockRestore();
    expect(malformed.status).toBe(400);
    expect(await malformed.json()).toEqual({ __type: "SerializationException" });
    expect(printed).not.toHaveBeenCalled();
  });

  it("leaves no files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lychgate-test-"));
    vi.stubEnv("TMPDIR", folder);
    const other = await startCognito(SETTINGS);
    await tokensOf("vera", "Vera-1234", other);
    await other.close();
    vi.unstubAllEnvs();
    expect(await readdir(folder)).toEqual([]);
    await rmdir(folder);
    expect(await readdir(".")).not.toContain(".cognito");
  });
});
