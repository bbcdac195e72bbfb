/** What every type of API is served with. */
import type { Server } from "node:http";
import type { LambdaFunction } from "@lychgate/gateway";
import { CliError } from "../errors.ts";
import { loadFunction } from "../function-module.ts";
import { type Listening, listenOnLoopback } from "../loopback.ts";
import { untilAsked } from "../until-asked.ts";
import type { ServedUsers } from "./serve-users.ts";

export async function loadFunctions(
  handlers: ReadonlyMap<string, string>,
): Promise<Map<string, LambdaFunction>> {
  const functions = new Map<string, LambdaFunction>();
  for (const [name, module] of handlers) functions.set(name, await loadFunction(module));
  return functions;
}

/** What an API is served by, while it is. */
export interface Served {
  server: Server;
  port: number;
  sts: Listening | undefined;
  users?: ServedUsers | undefined;
  /** The API's address, as it is printed. */
  urlAt: (endpoint: string) => string;
  /** Ends what the server does not know of. */
  close?: () => Promise<unknown>;
}

/** Serves until the process is told to end. */
export async function serveUntilAsked({ server, port, sts, users, urlAt, close }: Served): Promise<void> {
  const listening = await listenOnLoopback(server, port).catch(async (error) => {
    await sts?.close();
    throw error;
  });
  console.log(urlAt(listening.endpoint));
  if (sts) console.log(`STS ${sts.endpoint}`);
  for (const clientId of users?.clientIds ?? []) console.log(`users ${users?.endpoint} client ${clientId}`);
  await untilAsked();
  await Promise.all([close?.(), listening.close(), sts?.close()]);
}

/** What REST APIs alone are served with. */
export interface RestOptions {
  readonly canary?: string;
  readonly plans?: string;
  readonly userPool: readonly string[];
  readonly vpcEndpoint?: unknown;
  readonly executionLog?: string;
}

const OF_REST_APIS = {
  canary: "--canary",
  plans: "--plans",
  vpcEndpoint: "--vpc-endpoint",
  executionLog: "--execution-log",
} as const satisfies Partial<Record<keyof RestOptions, string>>;

/**
 * An option that is passed over is a rule that nobody enforces.
 * @param api `an HTTP API`
 * @param others what this type of API does not have either
 */
export function refuseRestOptions(
  options: RestOptions,
  api: string,
  others: Readonly<Record<string, string>> = {},
): void {
  const given = Object.entries({ ...OF_REST_APIS, ...others }).filter(([name]) =>
    Object.hasOwn(options, name),
  );
  const names = [
    ...given.map(([, option]) => option),
    ...(options.userPool.length > 0 ? ["--user-pool"] : []),
  ];
  if (names.length > 0) throw new CliError("Usage", `${api} is served without ${names.join(", ")}`);
}
