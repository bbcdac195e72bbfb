import { createServer, type OutgoingHttpHeaders } from "node:http";
import { close, listen } from "./loopback.ts";

export interface KeyAnswer {
  status: number;
  body: string;
  /** Where the answer redirects to. */
  location?: string;
}

/** An endpoint that publishes a JSON Web Key Set. */
export interface KeyServer {
  uri: string;
  /** How often it was asked. */
  requests(): number;
  /** Reads the set, as a verifier is given it, and waits for a quarter of a second. */
  fetchJwks(): Promise<ArrayBuffer>;
  close(): Promise<void>;
}

/** @param answer what it says now; `undefined` leaves the request hanging */
export async function startKeyServer(answer: () => KeyAnswer | undefined): Promise<KeyServer> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    const said = answer();
    if (said) response.writeHead(said.status, headersOf(said)).end(said.body);
  });
  const uri = `${await listen(server)}/.well-known/jwks.json`;
  return {
    uri,
    requests: () => requests,
    async fetchJwks() {
      const response = await fetch(uri, { signal: AbortSignal.timeout(250) });
      if (!response.ok) throw new Error(`expected the status 200, got ${response.status}`);
      return response.arrayBuffer();
    },
    close: () => close(server),
  };
}

function headersOf({ location }: KeyAnswer): OutgoingHttpHeaders {
  return { "content-type": "application/json", ...(location !== undefined && { location }) };
}
