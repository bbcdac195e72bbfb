/** What the console's pages ask the stack for. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { LocalStackFile } from "../local-stack-file.ts";
import { answerJson, answerMessage } from "./answers.ts";
import { forward } from "./forward.ts";
import { BASES, type Base, type LiveBundle } from "./live-bundle.ts";
import { isFetched } from "./own-page.ts";
import type { RecentDecisions } from "./recent-decisions.ts";
import type { SavedPolicies } from "./saved-policies.ts";

/** @param rest what stands behind the first segment of the path, with the query: `/clinic/dev/pets?a=b` */
export type Endpoint = (request: IncomingMessage, response: ServerResponse, rest: string) => unknown;

export interface EndpointSources {
  stack: LocalStackFile;
  bundle: Pick<LiveBundle, "read">;
  saved: Pick<SavedPolicies, "openEvents">;
  decisions: Pick<RecentDecisions, "find">;
}

/** The endpoints by the first segment of their paths. */
export function endpointsOf({
  stack,
  bundle,
  saved,
  decisions,
}: EndpointSources): ReadonlyMap<string, Endpoint> {
  return new Map<string, Endpoint>([
    ["bundle.json", reading((response, rest) => answerBundle(bundle, response, rest))],
    ["events", reading((response, _, request) => saved.openEvents(request, response))],
    ["stack.json", reading((response) => answerJson(response, 200, stack))],
    ["decisions", reading((response, rest) => answerDecision(decisions, response, rest))],
    ["gateway", callGateway(gatewaysOf(stack))],
    ["oauth2", exchangeCode(stack)],
  ]);
}

function reading(
  answer: (response: ServerResponse, rest: string, request: IncomingMessage) => unknown,
): Endpoint {
  return (request, response, rest) =>
    request.method === "GET"
      ? answer(response, rest, request)
      : answerMessage(response, 405, `expected GET, got ${request.method}`);
}

async function answerBundle(
  bundle: EndpointSources["bundle"],
  response: ServerResponse,
  rest: string,
): Promise<void> {
  const since = new URLSearchParams(rest.split("?", 2)[1]).get("since") ?? "start";
  if (!isBase(since)) return answerMessage(response, 400, "expected `since` to be `start` or `save`");
  try {
    answerJson(response, 200, await bundle.read(since));
  } catch (error) {
    answerMessage(response, 500, error instanceof Error ? error.message : String(error));
  }
}

function isBase(text: string): text is Base {
  return Object.hasOwn(BASES, text);
}

function answerDecision(
  decisions: EndpointSources["decisions"],
  response: ServerResponse,
  rest: string,
): void {
  const entry = decisions.find(rest.slice(1));
  if (entry) answerJson(response, 200, entry);
  else answerMessage(response, 404, "no decision is kept of a request with this id");
}

/** The listeners of the stack's APIs; nothing else is handed on to. */
function gatewaysOf({ apiUrl, outsideApiUrl, methods }: LocalStackFile): ReadonlyMap<string, string> {
  const urls = {
    clinic: apiUrl,
    elsewhere: outsideApiUrl,
    methods: methods.apiUrl,
    methodsElsewhere: methods.outsideApiUrl,
  };
  return new Map(Object.entries(urls).map(([name, url]) => [name, new URL(url).origin]));
}

function callGateway(gateways: ReadonlyMap<string, string>): Endpoint {
  return (request, response, rest) => {
    const [, name = "", path = ""] = /^\/(\w{1,40})(\/.*)$/s.exec(rest) ?? [];
    const origin = gateways.get(name);
    if (!isFetched(request.headers)) return answerMessage(response, 403, "an answer of an API is no page");
    if (origin !== undefined) return forward(request, response, { origin, path });
    const names = [...gateways.keys()].map((each) => `\`/gateway/${each}/dev/…\``).join(", ");
    answerMessage(response, 404, `expected one of ${names}`);
  };
}

/** The pool's login page is at the pool; its code is exchanged from here, so that the page connects to nobody else. */
function exchangeCode({ cognito }: LocalStackFile): Endpoint {
  return (request, response, rest) => {
    const isToken = request.method === "POST" && rest === "/token";
    if (!isToken) return answerMessage(response, 404, "expected POST /oauth2/token");
    return forward(request, response, { origin: new URL(cognito.endpoint).origin, path: "/oauth2/token" });
  };
}
