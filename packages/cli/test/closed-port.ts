import { createServer } from "node:http";
import { listenOnLoopback } from "../src/loopback.ts";

/** An address of this machine at which nobody listens. */
export async function closedEndpoint(): Promise<string> {
  const { endpoint, close } = await listenOnLoopback(createServer());
  await close();
  return endpoint;
}
