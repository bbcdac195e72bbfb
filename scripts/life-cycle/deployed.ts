/** `.lychgate/deployed.json`: where the deployed parts are, and the user who was made for trying them. */
import { LifeCycleError } from "./errors.ts";
import { readSecretFile, removeSecretFile, writeSecretFile } from "./secret-file.ts";
import type { Target } from "./target.ts";

const FILE = "deployed.json";

export interface Deployed {
  environment: Target["name"];
  region: string;
  apiUrl: string;
  loginUrl: string;
  userPoolId: string;
  clientId: string;
  /** Of the client that logs in with a password, where there is one. */
  passwordClientId?: string;
  user: { username: string; password: string; groups: readonly string[] };
}

export function writeDeployed(root: string, deployed: Deployed): void {
  writeSecretFile(root, FILE, deployed);
}

export function removeDeployed(root: string): void {
  removeSecretFile(root, FILE);
}

/** @throws LifeCycleError `NotDeployed` when nothing, or another environment, was deployed from here */
export function readDeployed(root: string, { name }: Pick<Target, "name">): Deployed {
  const content = readSecretFile(root, FILE);
  if (!isDeployed(content)) {
    throw new LifeCycleError("NotDeployed", `\`${name}\` was not deployed from here: npm run cycle:deploy`);
  }
  if (content.environment === name) return content;
  throw new LifeCycleError(
    "NotDeployed",
    `expected \`${name}\` to be deployed from here, but it is \`${content.environment}\`: see LYCHGATE_ENVIRONMENT`,
  );
}

function isDeployed(content: unknown): content is Deployed {
  return typeof content === "object" && content !== null && "environment" in content && "user" in content;
}
