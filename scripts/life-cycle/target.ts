import { selectEnvironment } from "../../terraform/src/select-environment.ts";
import { LifeCycleError } from "./errors.ts";

/** The environment that the life cycle is tried with. */
export interface Target {
  name: "local" | "dev";
  region: string;
  /** Of the AWS API server that stands in for AWS. */
  endpoint?: string;
  /** Where the login page sends its users back to. */
  callbackUrl: string;
}

/**
 * The target that `LYCHGATE_ENVIRONMENT` names.
 * @throws LifeCycleError `Usage` for an environment that people rely on
 * @throws DeploymentError for one that there is not
 */
export function lifeCycleTarget(variables: Readonly<Record<string, string | undefined>>): Target {
  // Whether the API is open is each step's own to say.
  const { name, region, endpoint, identity } = selectEnvironment({ ...variables, LYCHGATE_ACCESS: "" });
  if (name === "prod") {
    throw new LifeCycleError(
      "Usage",
      "the life cycle opens an API and deletes it: expected `local` or `dev`, got `prod`",
    );
  }
  const [callbackUrl] = identity.callbackUrls;
  return { name, region, callbackUrl, ...(endpoint !== "aws" && { endpoint }) };
}
