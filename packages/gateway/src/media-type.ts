/**
 * Whether a media type is one of an API's binary ones. `image/*` stands for every image, any type is
 * covered by the star on both sides; parameters do not count.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
 */
export function matchesMediaType(binaryMediaTypes: readonly string[], mediaType: string): boolean {
  const [type = ""] = mediaType.toLowerCase().split(";");
  const [main] = type.trim().split("/");
  const matching = new Set(["*/*", `${main}/*`, type.trim()]);
  return binaryMediaTypes.some((binary) => matching.has(binary.toLowerCase()));
}

/** What a `Content-Type` says, in lower case and without its parameters; JSON when there is none. */
export function mediaTypeOf(contentType: string | undefined): string {
  const [type = ""] = (contentType ?? "").toLowerCase().split(";");
  return type.trim() || "application/json";
}
