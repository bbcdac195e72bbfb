/** What Try it is to call, as the parameters of its address. No credential is ever in it, only which one. */
import type { AccessBundle } from "@lychgate/cli/bundle";
import type { Operation } from "@lychgate/policy";
import { exampleTarget } from "../api/examples.ts";
import { type PortalOperation, portalOperations } from "../api/portal-operation.ts";
import { formatHash, type Parameters } from "../location.ts";
import { choice, stateOf, text } from "../state.ts";
import { type CredentialName, credentialChoices, usualCredential } from "./credentials.ts";
import { isServed, type LocalStack, NETWORK_NAMES, NETWORKS, type Network } from "./local-stack.ts";

export interface TryState {
  /** The operation's id in the portal. */
  operation: string;
  network: Network;
  /** Empty: what the operation asks for. */
  credential: string;
  /** With the query; missing: the operation's, with something in the place of its parameters. */
  path: string | undefined;
  /** Missing: the operation's example. */
  body: string | undefined;
}

/** What nobody can type. */
const MISSING = "\0";

const typed = { usual: undefined, read: (text: string) => text, write: (text?: string) => text ?? MISSING };

export const TRY = stateOf<TryState>({
  operation: text(),
  network: choice(NETWORK_NAMES, "clinic"),
  credential: text(),
  path: typed,
  body: typed,
});

export function tryPlace(parameters: Parameters) {
  return { view: "try", path: "", parameters };
}

/** Where an operation can be tried; `undefined` where the local stack does not serve its API. */
export function tryHref({ id, api }: Pick<PortalOperation, "id" | "api">): string | undefined {
  return isServed(api) ? formatHash(tryPlace(TRY.write({ operation: id }))) : undefined;
}

/** Where a request can be tried that an operation serves. */
export function tryHrefOf(
  bundle: AccessBundle,
  { method, template }: Pick<Operation, "method" | "template">,
  { path, ip }: { path: string; ip: string },
): string | undefined {
  const operation = servedOperations(bundle).find(
    (each) => each.method === method && each.route === template,
  );
  if (!operation) return undefined;
  const network = NETWORK_NAMES.find((name) => NETWORKS[name].sourceIp === ip) ?? "clinic";
  return formatHash(tryPlace(TRY.write({ operation: operation.id, path, network })));
}

export function servedOperations(bundle: AccessBundle): PortalOperation[] {
  return portalOperations(bundle).filter(({ api }) => isServed(api));
}

/** A call as it is chosen, with what stands where nothing is. */
export interface ChosenCall {
  operation: PortalOperation;
  method: string;
  network: Network;
  credential: CredentialName;
  path: string;
  /** Missing where there can be none. */
  body: string | undefined;
}

/** `undefined` where there is no operation to call at all. */
export function chosenCall(
  bundle: AccessBundle,
  stack: LocalStack,
  { operation: id, network, credential, path, body }: TryState,
): ChosenCall | undefined {
  const operations = servedOperations(bundle);
  const operation = operations.find((each) => each.id === id) ?? operations[0];
  if (!operation) return undefined;
  const method = operation.method === "ANY" ? "GET" : operation.method;
  const known = credentialChoices(stack).some(({ name }) => name === credential);
  const hasBody = operation.body && method !== "GET" && method !== "HEAD";
  return {
    operation,
    method,
    network,
    credential: known ? credential : usualCredential(operation, stack),
    path: path ?? exampleTarget(operation),
    body: hasBody ? (body ?? operation.body?.example ?? "") : undefined,
  };
}

/** What is wrong with a path that is typed. */
export function pathError(path: string): string | undefined {
  if (!path.startsWith("/")) return "expected the path to begin with /";
  if (path.startsWith("//")) return "expected the path to begin with one /";
  if (/[\s#{}]/.test(path)) return "expected a path without a space, a # or a {parameter}";
  const written = new URL(`http://localhost/dev${path}`);
  return `${written.pathname}${written.search}` === `/dev${path}`
    ? undefined
    : `expected what a browser leaves as it is; it would send ${written.pathname.replace(/^\/dev/, "")}${written.search}`;
}
