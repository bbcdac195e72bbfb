/** The steps of the life cycle that change what is deployed. */
import { type Deployed, removeDeployed, writeDeployed } from "./deployed.ts";
import { LifeCycleError } from "./errors.ts";
import { forgetLogin } from "./login.ts";
import { buildBundles, deployStacks, destroyStacks, seedPolicies } from "./stacks.ts";
import type { Target } from "./target.ts";
import { createUser } from "./user.ts";

/** Makes the stacks, with the API open, and a user with a generated password. */
export async function deploy(root: string, target: Target): Promise<void> {
  buildBundles(root);
  const { identity, "policy-store": store } = deployStacks(root, target, ["identity", "policy-store"]);
  seedPolicies(root, target, outputOf(store, "table_name"));
  const { api } = deployStacks(root, target, ["api"], "open");
  const userPoolId = outputOf(identity, "user_pool_id");
  const deployed: Deployed = {
    environment: target.name,
    region: target.region,
    apiUrl: outputOf(api, "invoke_url"),
    loginUrl: outputOf(identity, "login_url"),
    userPoolId,
    clientId: outputOf(identity, "client_id"),
    ...(identity?.password_client_id && { passwordClientId: identity.password_client_id }),
    user: await createUser(target, userPoolId),
  };
  writeDeployed(root, deployed);
  const { username, groups } = deployed.user;
  console.log(`\nopen to everybody: ${deployed.apiUrl}`);
  console.log(`user \`${username}\` of ${groups.join(", ")}; the password is in .lychgate/deployed.json`);
}

/** Has the authorizer decide. */
export function protect(root: string, target: Target): void {
  buildBundles(root);
  deployStacks(root, target, ["api"]);
}

/** Deletes everything; the file with the password goes when nothing is left that it opens. */
export function destroy(root: string, target: Target): void {
  destroyStacks(root, target);
  removeDeployed(root);
  forgetLogin(root);
}

function outputOf(outputs: Readonly<Record<string, string>> | undefined, name: string): string {
  const value = outputs?.[name];
  if (value) return value;
  throw new LifeCycleError("CommandFailed", `expected the output \`${name}\` of cdktf`);
}
