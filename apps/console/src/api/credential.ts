/** What a caller has to bring, in the words of `docs/choosing-a-method.md`. */
import { listIn, recordIn, resolved, textIn, type UnknownRecord } from "./record.ts";

export interface Credential {
  /** The security scheme's name in the contract. */
  scheme: string;
  kind: CredentialKind;
  method: string;
  /** Where it is, in words. */
  place: string;
  /** The name of the header, or of the query parameter. */
  header: string;
  isInQuery: boolean;
  /** What to put there in an example. */
  sample: string;
  description?: string;
  /** Scopes, of which a token needs one. */
  scopes: readonly string[];
}

const KINDS = {
  signature: { method: "an AWS signature", sample: "AWS4-HMAC-SHA256 …" },
  pool: { method: "a user pool's token", sample: "$TOKEN" },
  custom: { method: "a Lambda authorizer", sample: "Bearer $TOKEN" },
  key: { method: "an API key", sample: "$API_KEY" },
} as const;

export type CredentialKind = keyof typeof KINDS;

/** The schemes that an operation asks for; empty where it asks nobody. */
export function credentialsOf(document: unknown, operation: UnknownRecord): Credential[] {
  const schemes = recordIn(recordIn(recordIn(document).components).securitySchemes);
  return listIn(operation.security).flatMap((requirement) =>
    Object.entries(recordIn(requirement)).map(([name, scopes]) =>
      credentialOf(name, recordIn(resolved(document, schemes[name])), listIn(scopes)),
    ),
  );
}

function credentialOf(scheme: string, written: UnknownRecord, scopes: readonly unknown[]): Credential {
  const header = textIn(written.name) ?? "Authorization";
  const kind = kindOf(written, header);
  const description = textIn(written.description);
  const isInQuery = written.in === "query";
  return {
    scheme,
    kind,
    ...KINDS[kind],
    header,
    isInQuery,
    place: isInQuery ? `the query parameter ${header}` : `the header ${header}`,
    ...(description !== undefined && { description }),
    scopes: scopes.filter((scope) => typeof scope === "string"),
  };
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html */
function kindOf(scheme: UnknownRecord, header: string): CredentialKind {
  const authtype = textIn(scheme["x-amazon-apigateway-authtype"])?.toLowerCase();
  if (authtype === "awssigv4") return "signature";
  if (authtype === "cognito_user_pools") return "pool";
  if (scheme["x-amazon-apigateway-authorizer"] !== undefined || authtype === "custom") return "custom";
  return header.toLowerCase() === "x-api-key" ? "key" : "custom";
}
