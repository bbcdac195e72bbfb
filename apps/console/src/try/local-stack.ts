/** What Try it needs to know of the local stack: parts of `/stack.json`, checked. */
import { listIn, recordIn, textIn, type UnknownRecord } from "../api/record.ts";

/** A listener stands for a network: its callers have the network's address. */
export const NETWORKS = {
  clinic: { label: "a clinic", sourceIp: "192.0.2.10" },
  elsewhere: { label: "elsewhere", sourceIp: "203.0.113.10" },
} as const;

export type Network = keyof typeof NETWORKS;

export const NETWORK_NAMES = ["clinic", "elsewhere"] as const satisfies readonly Network[];

/** The contracts that the local stack serves, and the name of the listener of each network. */
const LISTENERS: ReadonlyMap<string, Readonly<Record<Network, ListenerName>>> = new Map([
  ["apps/petstore/openapi.yaml", { clinic: "clinic", elsewhere: "elsewhere" }],
  ["apps/petstore/methods.yaml", { clinic: "methods", elsewhere: "methodsElsewhere" }],
]);

type ListenerName = "clinic" | "elsewhere" | "methods" | "methodsElsewhere";

export interface Listener {
  /** As the console's server calls it: `/gateway/<name>/…`. */
  name: ListenerName;
  /** Up to the stage. */
  url: URL;
}

export interface LocalUser {
  username: string;
  password: string;
  groups: readonly string[];
}

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface LocalStack {
  region: string;
  pool: { endpoint: URL; issuer: string; clientId: string };
  users: readonly LocalUser[];
  iamUser: AccessKey & { name: string };
  apiKeys: ReadonlyMap<string, string>;
  urls: Readonly<Record<ListenerName, URL>>;
}

/** `undefined` where a part is missing, or is something else. */
export function readLocalStack(file: unknown): LocalStack | undefined {
  const { apiUrl, outsideApiUrl, region, cognito, users, methods } = recordIn(file);
  const { iamUser, apiKeys, ...second } = recordIn(methods);
  const urls = urlsIn({
    clinic: apiUrl,
    elsewhere: outsideApiUrl,
    methods: second.apiUrl,
    methodsElsewhere: second.outsideApiUrl,
  });
  const pool = poolIn(recordIn(cognito));
  const user = iamUserIn(recordIn(iamUser));
  const where = textIn(region);
  if (!urls || !pool || !user || where === undefined) return undefined;
  return {
    region: where,
    pool,
    users: listIn(users).flatMap((each) => localUserIn(recordIn(each)) ?? []),
    iamUser: user,
    apiKeys: new Map(
      Object.entries(recordIn(apiKeys)).flatMap(([name, value]): [string, string][] =>
        typeof value === "string" ? [[name, value]] : [],
      ),
    ),
    urls,
  };
}

/** The listener of an API for callers of a network; `undefined` where the stack does not serve it. */
export function listenerOf({ urls }: LocalStack, api: string, network: Network): Listener | undefined {
  const name = LISTENERS.get(api)?.[network];
  return name && { name, url: urls[name] };
}

export function isServed(api: string): boolean {
  return LISTENERS.has(api);
}

function urlsIn(written: Readonly<Record<ListenerName, unknown>>): LocalStack["urls"] | undefined {
  const clinic = urlIn(written.clinic);
  const elsewhere = urlIn(written.elsewhere);
  const methods = urlIn(written.methods);
  const methodsElsewhere = urlIn(written.methodsElsewhere);
  return clinic && elsewhere && methods && methodsElsewhere
    ? { clinic, elsewhere, methods, methodsElsewhere }
    : undefined;
}

function urlIn(value: unknown): URL | undefined {
  const url = typeof value === "string" ? URL.parse(value) : null;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

function poolIn({ endpoint, issuer, clientId }: UnknownRecord): LocalStack["pool"] | undefined {
  const [url, issued, client] = [urlIn(endpoint), textIn(issuer), textIn(clientId)];
  return url && issued !== undefined && client !== undefined
    ? { endpoint: url, issuer: issued, clientId: client }
    : undefined;
}

function iamUserIn(written: UnknownRecord): LocalStack["iamUser"] | undefined {
  const name = textIn(written.name);
  const accessKeyId = textIn(written.accessKeyId);
  const secretAccessKey = textIn(written.secretAccessKey);
  return name !== undefined && accessKeyId !== undefined && secretAccessKey !== undefined
    ? { name, accessKeyId, secretAccessKey }
    : undefined;
}

function localUserIn(written: UnknownRecord): LocalUser | undefined {
  const username = textIn(written.username);
  const password = textIn(written.password);
  return username !== undefined && password !== undefined
    ? { username, password, groups: listIn(written.groups).filter((group) => typeof group === "string") }
    : undefined;
}
