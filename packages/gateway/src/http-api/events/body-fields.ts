import { lastValue } from "../../header.ts";
import type { HttpExchange } from "../http-exchange.ts";

/**
 * Media types whose bodies are text; AWS publishes no list of what is encoded. Forms have been observed to come
 * as base64.
 */
const TEXT =
  /^(?:text\/|application\/(?:[a-z0-9.+-]+\+)?(?:json|xml)\b|application\/(?:javascript|graphql)\b)/;

/** A request's body as an event has it; a body that is no UTF-8 is base64, whatever its type. */
export function bodyFields({ request, headers }: HttpExchange): {
  body: string | null;
  isBase64Encoded: boolean;
} {
  const body = Buffer.from(request.body);
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  const type = (lastValue(headers, "content-type") ?? "text/plain").toLowerCase();
  const text = TEXT.test(type) ? readText(body) : undefined;
  return text === undefined
    ? { body: body.toString("base64"), isBase64Encoded: true }
    : { body: text, isBase64Encoded: false };
}

function readText(body: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
