/** The step `login`: shows the login page's address, and keeps the token that a login ends with. */
import { spawn } from "node:child_process";
import { runningStack } from "@lychgate/cli";
import { awaitCallback } from "./callback.ts";
import { readDeployed } from "./deployed.ts";
import { LifeCycleError } from "./errors.ts";
import { codeFrom, exchangeCode, type LoginPage, loginAddress, type Token } from "./login-page.ts";
import { createProof, type LoginProof } from "./pkce.ts";
import { readSecretFile, removeSecretFile, writeSecretFile } from "./secret-file.ts";
import type { Target } from "./target.ts";

const FILE = "login.json";

/** Where the login page of the local stack sends its users back to; nothing has to listen there. */
const LOCAL_CALLBACK = "http://localhost:4010/callback";

/** The login page of the local stack that runs here. @throws CliError `NotRunning` */
export function localPage(root: string): LoginPage {
  const { endpoint: url, clientId } = runningStack(root).cognito;
  return { url, clientId, callbackUrl: LOCAL_CALLBACK };
}

/** The login page that was deployed. @throws LifeCycleError `NotDeployed`, `Usage` where there is none */
export function deployedPage(root: string, target: Target): LoginPage {
  const { loginUrl: url, clientId } = readDeployed(root, target);
  if (target.endpoint === undefined) return { url, clientId, callbackUrl: target.callbackUrl };
  // Its address is AWS's and would lead to somebody else's page.
  throw new LifeCycleError(
    "Usage",
    "an AWS API server has no login page: the next steps log in with the password; --local is for `npm start`",
  );
}

/** Begins a login. In a terminal the browser is opened, and waited for. */
export async function beginLogin(root: string, page: LoginPage, isTerminal: boolean): Promise<void> {
  const proof = createProof();
  writeSecretFile(root, FILE, proof);
  const address = loginAddress(page, proof);
  console.log(`${address}\n`);
  console.log("Afterwards: npm run cycle:login -- --code '<the address that the browser was sent to>'");
  if (!isTerminal) return;
  const waiting = await awaitCallback(page.callbackUrl, proof).catch(() => undefined);
  openBrowser(address);
  // What listens there, such as the local stack, leaves the address in the browser.
  if (waiting === undefined) return;
  try {
    await keepToken(root, page, await waiting.code, proof);
  } finally {
    await waiting.close();
  }
}

/** Ends the login that was begun. @throws LifeCycleError `Usage`, `LoginRefused` */
export async function endLogin(root: string, page: LoginPage, text: string): Promise<void> {
  const proof = readSecretFile(root, FILE);
  if (!isProof(proof)) throw new LifeCycleError("Usage", "no login was begun: leave --code out first");
  await keepToken(root, page, codeFrom(text, proof), proof);
}

async function keepToken(root: string, page: LoginPage, code: string, proof: LoginProof): Promise<void> {
  const token = await exchangeCode(page, code, proof);
  writeSecretFile(root, FILE, { ...token, url: page.url });
  const minutes = Math.round((token.expiresAt - Date.now()) / 60_000);
  console.log(`logged in for ${minutes} minutes; the access token is in .lychgate/${FILE}`);
}

/** The token of the last login, if it was at this page and lasts. */
export function keptToken(root: string, { url }: Pick<LoginPage, "url">): string | undefined {
  const token = readSecretFile(root, FILE);
  const isOurs = isToken(token) && token.url === url && token.expiresAt > Date.now();
  return isOurs ? token.accessToken : undefined;
}

export function forgetLogin(root: string): void {
  removeSecretFile(root, FILE);
}

function isProof(content: unknown): content is LoginProof {
  return typeof content === "object" && content !== null && "verifier" in content && "state" in content;
}

function isToken(content: unknown): content is Token & { url: string } {
  const isObject = typeof content === "object" && content !== null;
  return isObject && "accessToken" in content && "expiresAt" in content && "url" in content;
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ["open"],
  linux: ["xdg-open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Where there is no browser the printed address is all there is. */
function openBrowser(address: string): void {
  const [program, ...args] = OPENERS[process.platform] ?? [];
  if (program === undefined) return;
  const child = spawn(program, [...args, address], { stdio: "ignore", detached: true });
  child.once("error", () => {});
  child.unref();
}
