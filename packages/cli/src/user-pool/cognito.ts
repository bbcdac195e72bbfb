import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { refuseForeignPages } from "../foreign-pages.ts";
import { type Listening, listenOnLoopback } from "../loopback.ts";
import { assertFresh, createSigningKey } from "./cognito-key.ts";
import { type CognitoSettings, createUserPool } from "./cognito-pool.ts";
import { createApplication, createServices } from "./cognito-services.ts";

/** A user pool that is served on this machine, at the names that Cognito's own would have. */
export interface Cognito extends Listening {
  userPoolId: string;
  clientId: string;
  /** The `iss` of the tokens: AWS's URL, so that an unchanged verifier accepts them. */
  issuer: string;
  /** Where the keys are: on this machine, not below the issuer. */
  jwksUri: string;
}

/**
 * Starts Cognito's API and its OAuth endpoints in this process, with one user pool, its app clients, and the
 * given users and groups. Nothing is kept: data and signing key are new at every start.
 * @throws CliError `PortInUse`
 * @throws CliError `UnknownGroup`, `DuplicateUser` for settings that contradict themselves
 * @throws CliError `PublicSigningKey` when the keys it serves are not the ones made at this start
 */
export async function startCognito(settings: CognitoSettings): Promise<Cognito> {
  const issuerDomain = `https://cognito-idp.${settings.region}.amazonaws.com`;
  const signing = createSigningKey();
  const services = await createServices(issuerDomain, signing, settings.clock);
  const { userPoolId, clientId } = await createUserPool(services.cognito, settings);
  const issuer = `${issuerDomain}/${userPoolId}`;
  const application = await createApplication(services);
  const key = await signing;

  const documents = new Map<string, unknown>();
  const server = createServer(refuseForeignPages(serveDocuments(documents, application)));
  const listening = await listenOnLoopback(server, settings.port);
  const jwksUri = `${listening.endpoint}/${userPoolId}${JWKS_PATH}`;
  documents.set(`/${userPoolId}${JWKS_PATH}`, { keys: [key.jwk] });
  documents.set(`/${userPoolId}${PROVIDER_PATH}`, describeProvider(issuer, jwksUri, listening.endpoint));
  try {
    assertFresh(await fetchKeys(jwksUri), key);
  } catch (error) {
    await listening.close();
    throw error;
  }
  return { ...listening, userPoolId, clientId, issuer, jwksUri };
}

const JWKS_PATH = "/.well-known/jwks.json";
const PROVIDER_PATH = "/.well-known/openid-configuration";

/** The login page writes the query into its HTML as it is. */
const MARKUP = /["<>]|%(?:22|3c|3e)/i;

/**
 * Answers everything `.well-known` itself, in whatever spelling: the application would answer with the
 * signing key that every installation of cognito-local has, and with a port of its own.
 */
function serveDocuments(
  documents: ReadonlyMap<string, unknown>,
  application: RequestListener,
): RequestListener {
  return (request, response) => {
    const { method, url = "/" } = request;
    const path = url.split("?", 1)[0] ?? "/";
    if (MARKUP.test(url)) return answer(response, 400, { message: "expected a URL without markup" });
    if (!/well-known/i.test(path)) return application(request, response);
    const document = method === "GET" ? documents.get(path) : undefined;
    if (document === undefined) return answer(response, 404, { message: "not found" });
    return answer(response, 200, document);
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "access-control-allow-origin": "*" });
  response.end(JSON.stringify(body));
}

/** @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata */
function describeProvider(issuer: string, jwksUri: string, endpoint: string): object {
  return {
    issuer,
    jwks_uri: jwksUri,
    authorization_endpoint: `${endpoint}/oauth2/authorize`,
    token_endpoint: `${endpoint}/oauth2/token`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

async function fetchKeys(jwksUri: string): Promise<unknown> {
  const response = await fetch(jwksUri);
  return response.json();
}
