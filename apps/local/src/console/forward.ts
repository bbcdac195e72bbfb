/** Hands requests on to servers of the stack, so that the console's page may call them. */
import { type IncomingMessage, request as openRequest, type ServerResponse } from "node:http";
import { answerMessage } from "./answers.ts";

/** More than API Gateway takes, so that it is the one that refuses. */
export const MOST_BYTES = 11 * 1024 * 1024;

/** They are about one connection alone. */
const OF_A_CONNECTION: readonly string[] = [
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

export interface Target {
  /** `http://127.0.0.1:4010` */
  origin: string;
  /** As it is sent, with the query. */
  path: string;
}

/** Sends a request as it came, and answers as it is answered. */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { origin, path }: Target,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) return answerMessage(response, 413, `expected a body of up to ${MOST_BYTES} bytes`);
  const { hostname, port, host } = new URL(origin);
  const headers = [...ownHeaders(request.rawHeaders), "host", host, ...lengthOf(request, body)];
  const { method } = request;
  const ended = new Promise<void>((resolve, reject) => {
    // A connection of its own: one that was kept may be closed by the other side just then.
    const options = { hostname, port, path, method, headers, setDefaultHeaders: false, agent: false };
    const outgoing = openRequest(options);
    outgoing.on("error", reject);
    response.on("close", () => {
      outgoing.destroy();
      resolve();
    });
    outgoing.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, ownHeaders(answer.rawHeaders, true));
      answer.on("error", () => response.destroy()).pipe(response);
    });
    outgoing.end(body);
  });
  try {
    await ended;
  } catch {
    if (response.headersSent) response.destroy();
    else answerMessage(response, 502, "the stack does not answer");
  }
}

/** `undefined` for one that is too long. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) return undefined;
  }
  return Buffer.concat(chunks);
}

/** Names and values in turn, as node has them. */
function ownHeaders(raw: readonly string[], isAnswer = false): string[] {
  const own: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const [name = "", value = ""] = raw.slice(index, index + 2);
    const isOwn = !OF_A_CONNECTION.includes(name.toLowerCase());
    if (isOwn || (isAnswer && name.toLowerCase() === "content-length")) own.push(name, value);
  }
  return own;
}

function lengthOf({ headers }: IncomingMessage, body: Buffer): string[] {
  const hasBody = body.length > 0 || headers["content-length"] !== undefined;
  return hasBody ? ["content-length", String(body.length)] : [];
}
