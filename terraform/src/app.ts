import { join } from "node:path";
import { type LychgateConfig, loadRepository, type Repository } from "@lychgate/cli";
import { App } from "cdktf";
import { type BundleFolders, bundleFolders } from "./bundle.ts";
import type { Group } from "./constructs/groups.ts";
import { type JsonObject, readContractDocument } from "./contract-document.ts";
import type { Environment } from "./environment.ts";
import { DeploymentError } from "./errors.ts";
import { isOn } from "./options.ts";
import { ApiStack } from "./stacks/api.ts";
import { BootstrapStack } from "./stacks/bootstrap.ts";
import { EdgeStack } from "./stacks/edge.ts";
import { IdentityStack } from "./stacks/identity.ts";
import { PolicyStoreStack } from "./stacks/policy-store.ts";

/** What of a repository is deployed. */
export interface Deployable {
  groups: readonly Group[];
  contract: JsonObject;
  bundles: BundleFolders;
}

export interface AppOptions {
  environment: Environment;
  deployable: Deployable;
  /** The commit that is deployed. */
  revision?: string | undefined;
  /** Where the stacks are written to. */
  outdir?: string;
}

/**
 * Reads what of a repository is deployed to an environment.
 * @throws DeploymentError `InvalidOption`, `InvalidContract`, `MissingBundle`; what `loadRepository` throws
 */
export function readDeployable(from: string, environment: Environment): Deployable {
  const repository = loadRepository(from);
  const { contract } = environment.api;
  refuseUnknownContract(contract, repository.config);
  return {
    groups: groupsOf(repository),
    contract: readContractDocument(join(repository.root, contract), contract),
    bundles: bundleFolders(repository.root),
  };
}

function groupsOf({ policies }: Repository): Group[] {
  return policies.map(({ compiled: { group, description } }) => ({ group, description }));
}

function refuseUnknownContract(contract: string, { contracts }: LychgateConfig): void {
  if (contracts.includes(contract)) return;
  throw new DeploymentError(
    "InvalidOption",
    `api.contract: expected one of lychgate.json, \`${contracts.join("`, `")}\`, got \`${contract}\``,
  );
}

/** Makes the stacks of an environment, each of which outlives those after it. */
export function createApp({ environment, deployable, revision, outdir }: AppOptions): App {
  checkAccount(environment);
  const app = new App({
    ...(outdir !== undefined && { outdir }),
    context: { excludeStackIdFromLogicalIds: "true", allowSepCharsInLogicalIds: "true" },
  });
  const settings = { environment, revision };
  const { groups, contract, bundles } = deployable;
  new BootstrapStack(app, settings);
  const identity = new IdentityStack(app, settings, groups);
  const policyStore = new PolicyStoreStack(app, settings);
  const api = new ApiStack(app, settings, { contract, bundles, identity, policyStore });
  if (isOn(environment.edge)) new EdgeStack(app, settings, environment.edge, api);
  return app;
}

function checkAccount({ name, account }: Environment): void {
  if (/^\d{12}$/.test(account)) return;
  throw new DeploymentError("InvalidOption", `${name}.account: expected 12 digits, got \`${account}\``);
}
