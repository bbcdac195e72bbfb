/** One call of an API of the local stack. */
import { isRecord, textIn } from "../api/record.ts";
import { type Brought, credentialHeaders } from "./credentials.ts";
import { type Listener, type LocalStack, listenerOf } from "./local-stack.ts";
import type { ChosenCall } from "./try-state.ts";

export interface CallAnswer {
  status: number;
  statusText: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: string;
  milliseconds: number;
  requestId: string | undefined;
  decision: GatewayDecision | undefined;
}

/** What the gateway said of a request. */
export interface GatewayDecision {
  /** `null` where no policy was evaluated. */
  decision: string | null;
  sids: readonly string[];
  authorizer: string;
}

/** `undefined`: nobody answered. */
export async function makeCall(
  call: ChosenCall,
  brought: Brought,
  get: typeof fetch = fetch,
): Promise<CallAnswer | undefined> {
  try {
    const { url, init } = await requestOf(call, listenerFor(brought.stack, call), brought);
    const start = performance.now();
    const response = await get(url, init);
    const body = await response.text();
    const milliseconds = performance.now() - start;
    const { status, statusText } = response;
    const requestId = response.headers.get("x-amzn-requestid") ?? undefined;
    const decision = requestId === undefined ? undefined : await decisionOn(requestId, get);
    return { status, statusText, headers: [...response.headers], body, milliseconds, requestId, decision };
  } catch {
    return undefined;
  }
}

function listenerFor(stack: LocalStack, { operation: { api }, network }: ChosenCall): Listener {
  const listener = listenerOf(stack, api, network);
  if (!listener) throw new Error(`expected an API that the local stack serves, got \`${api}\``);
  return listener;
}

/** As the console's server hands it on. What is signed is what the API's listener gets. */
async function requestOf(call: ChosenCall, { name, url }: Listener, brought: Brought) {
  const { operation, method, credential, path, body } = call;
  const headers: Record<string, string> =
    body === undefined || operation.body === undefined ? {} : { "content-type": operation.body.mediaType };
  const target = `${url.pathname}${path}`;
  const unsigned = { method, url: new URL(target, url), headers, ...(body !== undefined && { body }) };
  const carried = await credentialHeaders(credential, operation, unsigned, brought);
  const init: RequestInit = {
    method,
    headers: { ...headers, ...carried },
    cache: "no-store",
    credentials: "omit",
    redirect: "manual",
    ...(body !== undefined && { body }),
  };
  return { url: `./gateway/${name}${target}`, init };
}

async function decisionOn(requestId: string, get: typeof fetch): Promise<GatewayDecision | undefined> {
  try {
    const response = await get(`./decisions/${encodeURIComponent(requestId)}`);
    return response.ok ? readDecision(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}

function readDecision(value: unknown): GatewayDecision | undefined {
  if (!isRecord(value)) return undefined;
  const { decision, sids, authorizer } = value;
  const said = textIn(authorizer);
  if (said === undefined || !Array.isArray(sids)) return undefined;
  return {
    decision: textIn(decision) ?? null,
    sids: sids.filter((sid) => typeof sid === "string"),
    authorizer: said,
  };
}
