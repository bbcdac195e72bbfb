import type { HttpEndpoint } from "../api-definition.ts";
import type { Problems } from "../definition/problems.ts";

const URI = /^(https?:\/\/[^/?#]+)(\/[^?#]*)?(\?[^#]*)?$/;

/** Letters, digits and dashes, or an IPv6 address in brackets; no user, no parameter. */
const ORIGIN = /^https?:\/\/(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/;

const PARAMETER = /\{([A-Za-z0-9._-]+)\}/;

/**
 * Takes an HTTP URI apart. Parameters may stand in the path alone: an endpoint whose host a caller chooses is an
 * open proxy.
 */
export function readEndpoint(uri: string, at: string, problems: Problems): HttpEndpoint | undefined {
  const [, origin = "", path = "/", query = ""] = URI.exec(uri) ?? [];
  if (!ORIGIN.test(origin) || !URL.canParse(origin)) {
    return problems.add(at, "expected `http://` or `https://`, a host without parameters, and a path");
  }
  const parts = path.split(PARAMETER);
  const texts = [...parts.filter((_, index) => index % 2 === 0), query];
  if (!texts.every((text) => /^[\x21-\x7e]*$/.test(text) && !/[{}]/.test(text))) {
    return problems.add(at, "expected parameters in the path alone, as `{name}`, and what fits a URL");
  }
  return { origin, path: parts, query };
}
