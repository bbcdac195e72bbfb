import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IamDirectory, UserPools } from "@lychgate/gateway";
import { parse as parseYaml } from "yaml";
import { CliError } from "../errors.ts";
import { type Listening, listenOnLoopback } from "../loopback.ts";
import type { Clock } from "./serve-clock.ts";

export interface IdentityOptions {
  /** Files of identities, one for each account. */
  readonly iam: readonly string[];
  readonly stsPort?: number;
  readonly sourceIp: string;
}

/**
 * Reads who may sign requests; `undefined` when no file says so.
 * @throws CliError `Usage` when a file is no JSON, GatewayError `InvalidIamFile` when it is not one of identities
 */
export async function readIdentities(
  { iam, stsPort }: IdentityOptions,
  clock: Clock,
): Promise<IamDirectory | undefined> {
  if (iam.length === 0) {
    if (stsPort === undefined) return undefined;
    throw new CliError("Usage", "--sts-port needs --iam: without identities there is no role to assume");
  }
  const { createIamDirectory, readIamFile } = await import("@lychgate/gateway");
  return createIamDirectory(
    iam.map((file) => readIamFile(readSecretJson(file))),
    clock,
  );
}

/** What a parser says may repeat what stands in a file, so that it is not told. */
export function readSecretJson(file: string): unknown {
  const text = readText(file);
  try {
    // Every JSON is YAML, and this parser refuses a name that is given twice.
    return parseYaml(text);
  } catch {
    throw new CliError("Usage", `${file} cannot be read: expected JSON in which no name comes twice`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("Usage", `${file} cannot be read: ${why}`, { cause });
  }
}

/** Serves the Security Token Service of the identities, where that was asked for; roles may trust user pools. */
export async function serveSts(
  directory: IamDirectory | undefined,
  userPools: UserPools,
  region: string,
  { stsPort, sourceIp }: IdentityOptions,
  clock: Clock,
): Promise<Listening | undefined> {
  if (!directory || stsPort === undefined) return undefined;
  const { createRequestListener, createSts, trustUserPools } = await import("@lychgate/gateway");
  const sts = createSts(directory, { region, clock, webIdentity: trustUserPools(userPools) });
  const server = createServer(createRequestListener(sts, { sourceIp }));
  return listenOnLoopback(server, stsPort);
}
