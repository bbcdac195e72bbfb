/** What a call can bring. */
import type { PortalOperation } from "../api/portal-operation.ts";
import { createForeignToken } from "./foreign-token.ts";
import type { LocalStack } from "./local-stack.ts";
import type { Login } from "./login.ts";
import type { UnsignedRequest } from "./sign-request.ts";

/** `access`, or one of the names below; `key:<name>` is an API key. */
export type CredentialName = string;

const KEY = "key:";

export interface CredentialChoice {
  name: CredentialName;
  label: string;
}

export function credentialChoices({ apiKeys, iamUser }: LocalStack): CredentialChoice[] {
  return [
    { name: "access", label: "access token of who is logged in" },
    { name: "id", label: "ID token of who is logged in" },
    { name: "foreign", label: "a token of another user pool" },
    { name: "signature", label: `signature of the IAM user ${iamUser.name}` },
    ...[...apiKeys.keys()].map((name) => ({ name: `${KEY}${name}`, label: `API key ${name}` })),
    { name: "none", label: "nothing" },
  ];
}

/** What an operation asks for. */
export function usualCredential(
  { credentials: [asked] }: Pick<PortalOperation, "credentials">,
  { apiKeys }: Pick<LocalStack, "apiKeys">,
): CredentialName {
  if (!asked) return "none";
  const { kind, scopes } = asked;
  if (kind === "signature") return kind;
  if (kind === "key") return `${KEY}${apiKeys.keys().next().value ?? ""}`;
  // With scopes, a user pool's authorizer takes access tokens; without any, ID tokens.
  return kind === "pool" && scopes.length === 0 ? "id" : "access";
}

export function needsLogin(name: CredentialName): boolean {
  return name === "access" || name === "id";
}

export interface Brought {
  stack: LocalStack;
  login: Login | undefined;
  now: number;
}

/** The headers that carry a credential. @throws Error where there is no such credential */
export async function credentialHeaders(
  name: CredentialName,
  { credentials }: Pick<PortalOperation, "credentials">,
  request: UnsignedRequest,
  { stack, login, now }: Brought,
): Promise<Record<string, string>> {
  if (name === "none") return {};
  if (name === "signature") {
    const { signRequest } = await import("./sign-request.ts");
    const { region, iamUser } = stack;
    return signRequest(request, { credentials: iamUser, region, at: new Date(now) });
  }
  if (name.startsWith(KEY)) {
    const value = stack.apiKeys.get(name.slice(KEY.length));
    if (value !== undefined) return { "x-api-key": value };
  }
  const token = await tokenNamed(name, { stack, login, now });
  if (token === undefined) throw new Error("expected one of the credentials to choose from");
  const place = credentials.find(({ kind }) => kind === "pool" || kind === "custom");
  return { [place?.header ?? "Authorization"]: place?.kind === "pool" ? token : `Bearer ${token}` };
}

async function tokenNamed(name: CredentialName, { stack, login, now }: Brought): Promise<string | undefined> {
  if (name === "foreign") return createForeignToken(stack.region, now);
  if (name === "access") return login?.access.raw;
  return name === "id" ? login?.id.raw : undefined;
}
