/** A small API whose methods require API keys, with plans for it. */
import type { LogEntry, PlansFile } from "../src/index.ts";
import { readPlans } from "../src/index.ts";
import {
  contract,
  operation,
  type Petstore,
  type PetstoreSettings,
  petstore,
  result,
  scheme,
} from "./petstore.ts";

export const KEY = "clinicKey0123456789ab";
export const OTHER_KEY = "ownerKey0123456789abc";
export const DISABLED_KEY = "formerKey0123456789ab";
export const PLANLESS_KEY = "lonelyKey0123456789ab";
export const FOREIGN_KEY = "strangeKey0123456789a";

const BOTH = { security: [{ groups: [], key: [] }] };
const KEY_ONLY = { security: [{ key: [] }] };

export function keyedContract(more: object = {}): object {
  return contract(
    {},
    {
      paths: {
        "/": { get: operation(KEY_ONLY) },
        "/pets": { get: operation(BOTH), post: operation(BOTH) },
        "/pets/{petId}": { "x-amazon-apigateway-any-method": operation(BOTH) },
        "/open": { get: operation(KEY_ONLY) },
        "/free": { get: operation() },
      },
      components: {
        securitySchemes: { groups: scheme(), key: { type: "apiKey", name: "x-api-key", in: "header" } },
      },
      ...more,
    },
  );
}

/** The same API, whose authorizer names the keys. */
export function authorizerKeyedContract(): object {
  const { paths, ...rest } = keyedContract({ "x-amazon-apigateway-api-key-source": "AUTHORIZER" }) as {
    paths: Record<string, object>;
  };
  return { ...rest, paths: { "/pets": paths["/pets"], "/free": paths["/free"] } };
}

export const STAGE = { apiId: "abcdef1234", stage: "dev" };

export function plansFile(plan: object = {}, more: Partial<PlansFile> = {}): object {
  return {
    apiKeys: [
      { id: "clinic", value: KEY },
      { id: "owner", value: OTHER_KEY },
      { id: "former", value: DISABLED_KEY, enabled: false },
      { id: "lonely", value: PLANLESS_KEY },
      { id: "strange", value: FOREIGN_KEY },
    ],
    usagePlans: [
      { id: "gold", apiStages: [STAGE], keyIds: ["clinic", "owner", "former"], ...plan },
      { id: "elsewhere", apiStages: [{ ...STAGE, stage: "prod" }], keyIds: ["strange"] },
    ],
    ...more,
  };
}

export interface KeyedPetstore extends Petstore {
  readonly log: readonly LogEntry[];
  /** `GET /pets` with a key → the status. */
  status(line?: string, key?: string | undefined): Promise<number>;
  /** Moves the clock on. */
  pass(milliseconds: number): void;
}

export function keyedPetstore(
  plans: object = plansFile(),
  {
    document = keyedContract(),
    usageIdentifierKey,
    ...settings
  }: PetstoreSettings & { usageIdentifierKey?: string } = {},
): KeyedPetstore {
  let now = Date.parse("2026-11-21T12:00:00Z");
  const log: LogEntry[] = [];
  const store = petstore({
    document,
    clock: () => now,
    log: (entry) => log.push(entry),
    usagePlans: readPlans(plans),
    authorize: () => result(undefined, usageIdentifierKey === undefined ? {} : { usageIdentifierKey }),
    ...settings,
  });
  return {
    ...store,
    log,
    async status(line = "GET /dev/pets", key = KEY) {
      return (await store.send(line, { headers: withKey(key) })).status;
    },
    pass(milliseconds) {
      now += milliseconds;
    },
  };
}

/** A good token, and a key. */
export function withKey(key: string): [string, string][] {
  return [
    ["Authorization", "Bearer good"],
    ["x-api-key", key],
  ];
}
