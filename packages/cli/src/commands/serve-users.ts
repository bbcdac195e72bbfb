import { CliError } from "../errors.ts";
import type { Listening } from "../loopback.ts";
import type { Clock } from "./serve-clock.ts";
import { readSecretJson } from "./serve-identities.ts";

export interface UsersOptions {
  /** A file of users, who sign in at a user pool that is served beside the API. */
  readonly users?: string;
  readonly usersPort?: number;
}

/** The user pools that a contract names. */
export interface NamedPools {
  /** By ARN, or by issuer where tokens are an HTTP API's → the app clients that the contract names, if any. */
  readonly named: ReadonlyMap<string, readonly string[]>;
  /** Those whose keys are given, each as `<name>` or `<name>=<address of its keys>`. */
  readonly given: readonly string[];
  /** The option that gives them. */
  readonly option: "--user-pool" | "--jwt-issuer";
}

export interface ServedUsers extends Listening {
  readonly clientIds: readonly string[];
  /** The pool and where its keys are, as the option gives them. */
  readonly keys: string;
}

/**
 * Serves the user pool that the contract names, with the users of the file, where one is given.
 * @throws CliError `Usage` when the file is not one of users, and when the contract does not name one pool
 */
export async function serveUsers(
  { users, usersPort }: UsersOptions,
  pools: NamedPools,
  clock: Clock,
): Promise<ServedUsers | undefined> {
  if (users === undefined) {
    if (usersPort === undefined) return undefined;
    throw new CliError("Usage", "--users-port needs --users: without users there is nobody to sign in");
  }
  // It takes long to load, and only who has users needs it.
  const { readUsersFile, startCognito } = await import("../user-pool/index.ts");
  const file = readUsersFile(users, readSecretJson(users));
  const [name, [clientId, ...others]] = onePool(pools);
  const userPoolId = name.slice(name.lastIndexOf("/") + 1);
  const pool = await startCognito({
    ...file,
    region: userPoolId.split("_", 1)[0] ?? "",
    userPoolId,
    ...(clientId !== undefined && { clientIds: [clientId, ...others] }),
    ...(usersPort !== undefined && { port: usersPort }),
    clock,
  });
  return {
    endpoint: pool.endpoint,
    close: pool.close,
    clientIds: clientId === undefined ? [pool.clientId] : [clientId, ...others],
    keys: `${name}=${pool.jwksUri}`,
  };
}

function onePool({ named, given, option }: NamedPools): [string, readonly string[]] {
  const names = given.map((text) => text.split("=", 1)[0]);
  const pools = [...named].filter(([name]) => !names.includes(name));
  const [pool] = pools;
  if (pool && pools.length === 1) return pool;
  throw new CliError(
    "Usage",
    pools.length === 0
      ? `--users needs a user pool that the contract names and ${option} does not give, came none`
      : `--users is one user pool, and the contract names ${pools.map(([name]) => `\`${name}\``).join(", ")}: give the others with ${option}`,
  );
}
