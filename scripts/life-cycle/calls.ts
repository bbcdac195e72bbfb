/** The steps that call the API. */
import { logIn } from "@lychgate/cli";
import { CALLS, formatOutcome, makeCalls } from "../smoke-calls.ts";
import { type Deployed, readDeployed } from "./deployed.ts";
import { LifeCycleError } from "./errors.ts";
import { keptToken } from "./login.ts";
import type { Target } from "./target.ts";

/** How long a change takes to be in force everywhere. */
const WITHIN = 90_000;

const PETS = "/petstore/v1/pets";

/** Refusals of API Gateway; whatever else answers, the call was let through. */
const REFUSALS: readonly number[] = [401, 403, 429];

/** Calls the open API without a token; whether it was let through. */
export async function callOpen(root: string, target: Target): Promise<boolean> {
  const { apiUrl } = readDeployed(root, target);
  if (target.endpoint !== undefined) return leaveOut([`GET ${PETS}  no token`]);
  const response = await fetch(`${apiUrl}${PETS}`, {
    signal: AbortSignal.timeout(15_000),
    redirect: "error",
  });
  const isOpen = !REFUSALS.includes(response.status);
  console.log(`${isOpen ? "✓" : "✗"} GET ${PETS}  no token: ${response.status} ${await response.text()}`);
  return isOpen;
}

/** Calls the protected API as nobody, as a stranger and as the user; whether each answer is as expected. */
export async function callProtected(root: string, target: Target): Promise<boolean> {
  const deployed = readDeployed(root, target);
  const token = await tokenFor(root, target, deployed);
  // Its address is AWS's, and a token that is sent there would go to a stranger.
  if (target.endpoint !== undefined) return leaveOut(CALLS.map(({ path, title }) => `GET ${path}  ${title}`));
  let isFine = true;
  for await (const outcome of makeCalls({ apiUrl: deployed.apiUrl, token, within: WITHIN })) {
    console.log(formatOutcome(outcome));
    isFine &&= outcome.verdict === "as expected";
  }
  return isFine;
}

/** @throws LifeCycleError `Usage` when nobody is logged in; CliError when the password is refused */
async function tokenFor(root: string, { region, endpoint }: Target, deployed: Deployed): Promise<string> {
  const { user, passwordClientId: clientId } = deployed;
  if (clientId === undefined) {
    const token = keptToken(root, { url: deployed.loginUrl });
    if (token !== undefined) return token;
    throw new LifeCycleError("Usage", "nobody is logged in, or no longer: npm run cycle:login");
  }
  const { username, password } = user;
  const login = { username, password, clientId, region };
  const { accessToken } = await logIn({ ...login, ...(endpoint !== undefined && { endpoint }) });
  console.log(`✓ \`${username}\` logged in with the generated password`);
  return accessToken;
}

function leaveOut(calls: readonly string[]): true {
  for (const call of calls) console.log(`- ${call}: left out, an AWS API server serves no API`);
  return true;
}
