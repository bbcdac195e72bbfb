import type { Environment, EnvironmentName } from "./environment.ts";
import { ENVIRONMENTS } from "./environments.ts";
import { DeploymentError } from "./errors.ts";

type Variables = Readonly<Record<string, string | undefined>>;

const ENDPOINT = /^http:\/\/127\.0\.0\.1:\d{1,5}$/;

/**
 * Picks the environment that `LYCHGATE_ENVIRONMENT` names. `LYCHGATE_AWS_ENDPOINT` says where the AWS API
 * server of the local one listens; it cannot redirect another one. `LYCHGATE_ACCESS=open` leaves the API open.
 * @throws DeploymentError `UnknownEnvironment`, `InvalidVariable`
 */
export function selectEnvironment(variables: Variables): Environment {
  const environment = ENVIRONMENTS[environmentName(variables.LYCHGATE_ENVIRONMENT)];
  const { LYCHGATE_AWS_ENDPOINT: endpoint, LYCHGATE_ACCESS: access } = variables;
  return withAccess(withEndpoint(environment, endpoint), access);
}

function withEndpoint(environment: Environment, endpoint: string | undefined): Environment {
  if (!endpoint) return environment;
  if (environment.name !== "local") {
    throw invalid(
      `LYCHGATE_AWS_ENDPOINT is for the environment \`local\`: unset it for \`${environment.name}\``,
    );
  }
  if (!isLoopback(endpoint)) {
    throw invalid(`expected LYCHGATE_AWS_ENDPOINT to be http://127.0.0.1:<port>, got \`${endpoint}\``);
  }
  return { ...environment, endpoint };
}

/** Opens an API to everybody, to be seen before it is protected; never one that people rely on. */
function withAccess(environment: Environment, access: string | undefined): Environment {
  if (!access) return environment;
  if (access !== "open") {
    throw invalid(`expected LYCHGATE_ACCESS to be \`open\` or not set, got \`${access}\``);
  }
  if (environment.name === "prod") {
    throw invalid("LYCHGATE_ACCESS is for the environments `local` and `dev`: unset it for `prod`");
  }
  return { ...environment, api: { ...environment.api, access: { protected: false } } };
}

function environmentName(text: string | undefined): EnvironmentName {
  if (text !== undefined && isEnvironmentName(text)) return text;
  const names = Object.keys(ENVIRONMENTS).join("`, `");
  const came = text ? `got \`${text}\`` : "it is not set";
  throw new DeploymentError("UnknownEnvironment", `set LYCHGATE_ENVIRONMENT to one of \`${names}\`: ${came}`);
}

function isEnvironmentName(text: string): text is EnvironmentName {
  return Object.hasOwn(ENVIRONMENTS, text);
}

function isLoopback(text: string): text is `http://127.0.0.1:${number}` {
  return ENDPOINT.test(text);
}

function invalid(message: string): DeploymentError {
  return new DeploymentError("InvalidVariable", message);
}

/**
 * The commit that is deployed, for the tags.
 * @throws DeploymentError `InvalidVariable`
 */
export function deployedRevision(variables: Variables): string | undefined {
  const revision = variables.LYCHGATE_REVISION;
  if (!revision) return undefined;
  if (/^[0-9a-f]{7,64}$/.test(revision)) return revision;
  throw invalid(`expected LYCHGATE_REVISION to be a commit's hash, got \`${revision}\``);
}
