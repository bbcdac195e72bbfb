import { createServer } from "node:http";
import { listenOnLoopback } from "@lychgate/cli";
import { codeFrom } from "./login-page.ts";
import type { LoginProof } from "./pkce.ts";

export interface Waiting {
  /** Where it listens. */
  endpoint: string;
  code: Promise<string>;
  close(): Promise<void>;
}

/**
 * Waits on this machine for the browser that comes back from the login page. Another login's answer is refused
 * and waited past.
 * @param port the registered callback's
 * @throws CliError `PortInUse`
 */
export async function awaitCallback(
  callbackUrl: string,
  proof: LoginProof,
  port = Number(new URL(callbackUrl).port),
): Promise<Waiting> {
  const { promise: code, resolve } = Promise.withResolvers<string>();
  const { pathname } = new URL(callbackUrl);
  const server = createServer(({ url = "/" }, response) => {
    const address = URL.parse(url, callbackUrl);
    const found = address?.pathname === pathname ? codeOf(address.href, proof) : undefined;
    response.writeHead(found ? 200 : 400, { "content-type": "text/plain", connection: "close" });
    response.end(
      found ? "You are logged in; go back to the terminal.\n" : "Not the login that is waited for.\n",
    );
    if (found) resolve(found);
  });
  const listening = await listenOnLoopback(server, port);
  return { ...listening, code };
}

function codeOf(address: string, proof: LoginProof): string | undefined {
  try {
    return codeFrom(address, proof);
  } catch {
    return undefined;
  }
}
