/**
 * The extensions of API Gateway that are honoured, with the places where they stand. Everything else that
 * begins like one is refused: an extension that is passed over is a rule that nobody enforces.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
import { isRecord } from "../record.ts";
import { HTTP_API_MEMBERS, type Problems } from "./problems.ts";

const PREFIX = "x-amazon-apigateway-";

/** The extensions of a type of API. */
export interface ExtensionRules {
  /** Name → where it may stand; a star stands for any one name. */
  readonly honoured: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** More about some that are not. */
  readonly reasons: Readonly<Record<string, string>>;
}

const HONOURED: ExtensionRules["honoured"] = {
  "any-method": [["paths", "*"]],
  auth: [["paths", "*", "*"]],
  authorizer: [["components", "securitySchemes", "*"]],
  authtype: [["components", "securitySchemes", "*"]],
  "api-key-source": [[]],
  "binary-media-types": [[]],
  // Text about the API; nothing depends on it.
  documentation: [[]],
  "gateway-responses": [[]],
  "importexport-version": [[]],
  integration: [["paths", "*", "*"]],
  "request-validator": [[], ["paths", "*", "*"]],
  "request-validators": [[]],
  policy: [[]],
};

const REST_APIS: ExtensionRules = { honoured: HONOURED, reasons: HTTP_API_MEMBERS };

/** Adds a problem for every extension that is unknown, or stands where it means nothing. */
export function refuseUnknownExtensions(
  document: unknown,
  problems: Problems,
  { honoured, reasons }: ExtensionRules = REST_APIS,
): void {
  const seen = new Set<unknown>();
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    for (const [key, child] of Object.entries(value)) {
      if (isRecord(value) && key.toLowerCase().startsWith(PREFIX) && !isHonoured(key, path, honoured)) {
        const name = key.slice(PREFIX.length);
        const reason = Object.hasOwn(reasons, name) ? reasons[name] : undefined;
        problems.add([...path, key].join("."), reason ?? "this extension is not supported here");
      }
      visit(child, [...path, key]);
    }
  };
  visit(document, []);
}

function isHonoured(key: string, path: readonly string[], honoured: ExtensionRules["honoured"]): boolean {
  const name = key.slice(PREFIX.length);
  const places = Object.hasOwn(honoured, name) ? (honoured[name] ?? []) : [];
  return places.some(
    (place) =>
      place.length === path.length && place.every((part, index) => part === "*" || part === path[index]),
  );
}
