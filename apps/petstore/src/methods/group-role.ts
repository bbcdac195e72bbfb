/** The role of the caller's group: assumed by this function, for this request. */
import { signRequest, type TemporaryCredentials } from "./aws-signature.ts";
import type { MethodsSettings } from "./settings.ts";

/** The service's answer: credentials, or that the role does not trust this function. */
export type Assumed = { credentials: TemporaryCredentials } | "refused";

/**
 * Assumes a role.
 * @param sessionName whom the role's log entries name
 * @throws Error when the Security Token Service can say neither yes nor no
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(
  roleArn: string,
  sessionName: string,
  settings: MethodsSettings,
): Promise<Assumed> {
  const parameters = { RoleArn: roleArn, RoleSessionName: sessionName, DurationSeconds: "900" };
  const body = new URLSearchParams({ Action: "AssumeRole", Version: "2011-06-15", ...parameters });
  const url = new URL("/", settings.stsEndpoint);
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const request = { method: "POST", url, headers: type, body: body.toString() } as const;
  const { region, credentials, clock } = settings;
  const headers = await signRequest(request, credentials, { region, service: "sts" }, clock());
  const response = await fetch(url, { ...request, headers, redirect: "error", signal: deadline() });
  const xml = await response.text();
  if (response.ok) return { credentials: readCredentials(xml) };
  if (elementOf(xml, "Code") === "AccessDenied") return "refused";
  throw new Error(`expected the role to be assumed or refused, came the status ${response.status}`);
}

function readCredentials(xml: string): TemporaryCredentials {
  const [accessKeyId, secretAccessKey, sessionToken] = ["AccessKeyId", "SecretAccessKey", "SessionToken"].map(
    (name) => elementOf(xml, name),
  );
  if (!accessKeyId || !secretAccessKey || !sessionToken)
    throw new Error("expected the credentials of a session, came none");
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** The text of the first element of a name; what is read here holds no entities. */
function elementOf(xml: string, name: string): string | undefined {
  const [, after] = xml.split(`<${name}>`, 2);
  return after?.split("<", 1)[0];
}

/**
 * Calls `GET /demo/pets`, which wants a signature, with the credentials of a session.
 * @throws Error when it cannot be reached
 */
export async function callDemo(
  credentials: TemporaryCredentials,
  { demoApiUrl, region, clock }: MethodsSettings,
): Promise<{ status: number; body: string }> {
  const url = new URL(`${demoApiUrl}/demo/pets`);
  const headers = await signRequest(
    { method: "GET", url },
    credentials,
    { region, service: "execute-api" },
    clock(),
  );
  const response = await fetch(url, { headers, redirect: "error", signal: deadline() });
  return { status: response.status, body: await response.text() };
}

/** Sooner than API Gateway's own, so that it is this function that says what is wrong. */
function deadline(): AbortSignal {
  return AbortSignal.timeout(10_000);
}
