/** What `cdktf` runs: synthesizes the environment that `LYCHGATE_ENVIRONMENT` names. */
import { CliError } from "@lychgate/cli";
import { PolicyError } from "@lychgate/policy";
import { createApp, readDeployable } from "./app.ts";
import { DeploymentError } from "./errors.ts";
import { deployedRevision, selectEnvironment } from "./select-environment.ts";

/** What is wrong with the repository or the variables, as opposed to with this program. */
const FAULTS = [DeploymentError, CliError, PolicyError];

try {
  const environment = selectEnvironment(process.env);
  const revision = deployedRevision(process.env);
  const deployable = readDeployable(import.meta.dirname, environment);
  createApp({ environment, deployable, revision }).synth();
} catch (error) {
  if (!(error instanceof Error) || !FAULTS.some((fault) => error instanceof fault)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
