/** The variables that say whose tokens are accepted. */
import { fetchKeySet, type Issuer, jwksUriOf, readIssuers } from "@lychgate/authorizer";

export interface Issuers {
  issuers: readonly Issuer[];
  /** Where on this machine the keys of an issuer are, by where they would be. */
  loopbackKeys: ReadonlyMap<string, string>;
}

export interface IssuerVariables {
  userPoolId: string;
  clientIds: string;
  loopbackJwksUri: string;
  issuers: string;
}

/** Another issuer's entry, and where on this machine its keys are. */
type Entry = { issuer: Issuer; loopbackJwksUri: string | undefined };

/**
 * Reads the issuers: the user pool, if there is one, before the others.
 * @throws Error naming the variable, what it says and what came
 */
export function issuersIn(variables: IssuerVariables): Issuers {
  const entries = [...poolIn(variables), ...othersIn(variables.issuers)];
  if (entries.length === 0)
    throw new Error("expected the variables USER_POOL_ID and USER_POOL_CLIENT_IDS, or ISSUERS");
  const loopbackKeys = entries.flatMap(({ issuer, loopbackJwksUri }): [string, string][] =>
    loopbackJwksUri === undefined ? [] : [[jwksUriOf(issuer), loopbackJwksUri]],
  );
  return { issuers: entries.map(({ issuer }) => issuer), loopbackKeys: new Map(loopbackKeys) };
}

/** Reads the keys of an issuer, from this machine where they are said to be here. */
export function keysFrom({ loopbackKeys }: Issuers): (uri: string) => Promise<ArrayBuffer> {
  return (uri) => fetchKeySet(loopbackKeys.get(uri) ?? uri);
}

function poolIn({ userPoolId, clientIds, loopbackJwksUri }: IssuerVariables): Entry[] {
  const isGiven = userPoolId !== "";
  if (isGiven !== (clientIds !== ""))
    throw new Error(`expected the variable ${isGiven ? "USER_POOL_CLIENT_IDS" : "USER_POOL_ID"} too`);
  if (!isGiven && loopbackJwksUri !== "")
    throw new Error(
      "expected LOOPBACK_JWKS_URI with USER_POOL_ID alone; an issuer has its own `loopbackJwksUri`",
    );
  if (!isGiven) return [];
  const issuer: Issuer = {
    kind: "cognito",
    userPoolId,
    clientIds: nonEmptyList(clientIds),
    tokenUse: "access",
  };
  return [{ issuer, loopbackJwksUri: loopbackUri(loopbackJwksUri || undefined, "LOOPBACK_JWKS_URI") }];
}

function nonEmptyList(text: string): string[] {
  const items = text.split(",").map((item) => item.trim());
  if (items.every((item) => item !== "")) return items;
  throw new Error(`expected USER_POOL_CLIENT_IDS to be client ids, got \`${text}\``);
}

function othersIn(text: string): Entry[] {
  if (text === "") return [];
  const listed = jsonIn(text);
  const split = Array.isArray(listed) ? listed.map(splitEntry) : [];
  const issuers = readIssuers(Array.isArray(listed) ? split.map(({ issuer }) => issuer) : listed, "ISSUERS");
  return issuers.map((issuer, index) => {
    const uri = split[index]?.loopbackJwksUri;
    return { issuer, loopbackJwksUri: loopbackUri(uri, `ISSUERS[${index}].loopbackJwksUri`) };
  });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error("expected ISSUERS to be a list in JSON", { cause });
  }
}

function splitEntry(entry: unknown): { issuer: unknown; loopbackJwksUri?: unknown } {
  if (typeof entry !== "object" || entry === null || !("loopbackJwksUri" in entry)) return { issuer: entry };
  const { loopbackJwksUri, ...issuer } = entry;
  return { issuer, loopbackJwksUri };
}

/** Whoever answers this address decides whose tokens are good, so it cannot be anywhere but here. */
function loopbackUri(value: unknown, name: string): string | undefined {
  if (value === undefined) return undefined;
  const url = typeof value === "string" ? URL.parse(value) : null;
  if (typeof value === "string" && url?.protocol === "http:" && url.hostname === "127.0.0.1") return value;
  throw new Error(`expected ${name} to begin with http://127.0.0.1`);
}
