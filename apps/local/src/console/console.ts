/** The console of a running stack: its pages, and what they ask the stack for. */
import { createServer, type RequestListener } from "node:http";
import { listenOnLoopback, refuseForeignPages, type Source } from "@lychgate/cli";
import type { LocalStackFile } from "../local-stack-file.ts";
import { closing } from "../services.ts";
import { answerMessage } from "./answers.ts";
import { type Endpoint, endpointsOf } from "./endpoints.ts";
import { liveBundle } from "./live-bundle.ts";
import { isOwnPage } from "./own-page.ts";
import { type RecentDecisions, recentDecisions } from "./recent-decisions.ts";
import { type SavedPolicies, savedPolicies } from "./saved-policies.ts";
import { serveFiles } from "./static-files.ts";

export interface ConsoleSettings {
  root: string;
  /** The policies as they were when the stack started. */
  start: Source;
  /** Gives the folder of the console's files, which may have to be built first. */
  build: () => Promise<string>;
}

export interface Console {
  endpoint: string;
  /** Where the login page may send an authorization code. */
  callbackUrls: readonly string[];
  /** What is decided of requests goes here. */
  keepDecision: RecentDecisions["keep"];
  /** What saving a policy led to goes here. */
  tellSaved: SavedPolicies["tell"];
  /** Begins to answer for a stack; until then, it is starting. */
  serve(stack: LocalStackFile): void;
}

/**
 * Listens at once, so that the user pool can be told of the address.
 * @param parts is told how to end it
 */
export async function startConsole(
  { root, start, build }: ConsoleSettings,
  parts: AsyncDisposableStack,
): Promise<Console> {
  const decisions = recentDecisions();
  const bundle = liveBundle(root, start);
  const saved = savedPolicies(bundle);
  const server = createServer(refuseForeignPages((_, response) => answerMessage(response, 503, "starting")));
  const { endpoint } = closing(parts, await listenOnLoopback(server));
  return {
    endpoint,
    callbackUrls: [`${endpoint}/`, `http://localhost:${new URL(endpoint).port}/`],
    keepDecision: decisions.keep,
    tellSaved: saved.tell,
    serve(stack) {
      const listener = consoleListener(endpointsOf({ stack, bundle, saved, decisions }), serveFiles(build));
      server.removeAllListeners("request").on("request", refuseForeignPages(listener));
    },
  };
}

/** Files for whoever comes, also from the login page; all else for the console's own pages alone. */
function consoleListener(
  endpoints: ReadonlyMap<string, Endpoint>,
  files: ReturnType<typeof serveFiles>,
): RequestListener {
  return async (request, response) => {
    response.on("error", () => {});
    const { headers, url = "" } = request;
    const [, first = "", rest = ""] = /^\/([^/?]*)(.*)$/s.exec(url) ?? [];
    const endpoint = endpoints.get(first);
    if (endpoint && !isOwnPage(headers))
      return answerMessage(response, 403, "only the console's own pages are served this");
    try {
      await (endpoint
        ? endpoint(request, response, rest)
        : files(request, response, url.split("?", 1)[0] ?? ""));
    } catch {
      // A caller who leaves in the middle is no fault of ours, and there is nobody left to tell.
      response.destroy();
    }
  };
}
