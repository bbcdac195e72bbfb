/**
 * What `cdktf --app "node src/probe/main.ts"` runs: synthesizes the probe of the environment that
 * `LYCHGATE_ENVIRONMENT` names. It is a program of its own, so that no deployment makes one unasked.
 */
import { App } from "cdktf";
import { DeploymentError } from "../errors.ts";
import { selectEnvironment } from "../select-environment.ts";
import { ProbeStack } from "./probe-stack.ts";

try {
  const environment = selectEnvironment(process.env);
  const app = new App({
    context: { excludeStackIdFromLogicalIds: "true", allowSepCharsInLogicalIds: "true" },
  });
  new ProbeStack(app, environment);
  app.synth();
} catch (error) {
  if (!(error instanceof DeploymentError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
