/** Sends a request as it is written: `fetch` would change the case of its headers and the form of its path. */
import { once } from "node:events";
import * as http from "node:http";
import * as https from "node:https";
import { text } from "node:stream/consumers";
import { type Answer, type Ask, isSaw, type Saw } from "./answer.ts";

/** An authorizer may have 29 seconds, and so may what it protects. */
const TIMEOUT = 70_000;

const ACCOUNT = /\d{12}/g;

/** @param apiUrl with the stage, as in `https://abc123.execute-api.eu-west-1.amazonaws.com/probe` */
export function sender(apiUrl: string): Ask {
  const { protocol, hostname, port, pathname } = new URL(apiUrl);
  const stage = pathname.replace(/\/$/, "");
  return async ({ send, headers = {} }) => {
    const [method = "", path = ""] = send.split(" ");
    const startedAt = performance.now();
    const client = protocol === "https:" ? https : http;
    const outgoing = client.request({
      hostname,
      port,
      method,
      path: `${stage}${path}`,
      headers,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    outgoing.end();
    const [response]: http.IncomingMessage[] = await once(outgoing, "response");
    if (response === undefined) throw new Error(`${send}: expected an answer, came none`);
    const body = await text(response);
    return answerOf(response, body, performance.now() - startedAt);
  };
}

function answerOf({ statusCode = 0, headers }: http.IncomingMessage, body: string, took: number): Answer {
  const errorType = [headers["x-amzn-errortype"] ?? []].flat()[0]?.split(":")[0] ?? null;
  const saw = statusCode === 200 ? sawOf(body) : null;
  return {
    status: statusCode,
    errorType,
    body: body.replace(ACCOUNT, "************"),
    seconds: Math.round(took / 1000),
    saw,
  };
}

function sawOf(body: string): Saw | null {
  try {
    const value: unknown = JSON.parse(body);
    return isSaw(value) ? value : null;
  } catch {
    return null;
  }
}
