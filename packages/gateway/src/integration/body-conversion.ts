/**
 * Text and binary bodies on their way through an HTTP integration, by the tables that AWS publishes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
import type { ContentHandling } from "../api-definition.ts";
import { matchesMediaType } from "../media-type.ts";

/** The body of the integration request; `undefined` where it should be base64 and is not. */
export function convertRequestBody(
  body: Uint8Array,
  contentType: string,
  binaryMediaTypes: readonly string[],
  handling: ContentHandling | undefined,
): Uint8Array | undefined {
  if (matchesMediaType(binaryMediaTypes, contentType))
    return handling === "CONVERT_TO_TEXT" ? toBase64(body) : body;
  return handling === "CONVERT_TO_BINARY" ? fromBase64(body) : toText(body);
}

/** The body of the method response. Only the first media type of `Accept` counts. */
export function convertResponseBody(
  body: Uint8Array,
  contentType: string,
  accept: string,
  binaryMediaTypes: readonly string[],
): Uint8Array | undefined {
  const [first = ""] = accept.split(",");
  const acceptsBinary = matchesMediaType(binaryMediaTypes, first);
  if (matchesMediaType(binaryMediaTypes, contentType)) return acceptsBinary ? body : toBase64(body);
  return acceptsBinary ? fromBase64(body) : toText(body);
}

/** What is no UTF-8 is lost, as it is on API Gateway without a binary media type. */
function toText(body: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(body).toString("utf8"));
}

function toBase64(body: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(body).toString("base64"));
}

function fromBase64(body: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(body).toString("latin1").trim();
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return isBase64 ? Buffer.from(text, "base64") : undefined;
}
