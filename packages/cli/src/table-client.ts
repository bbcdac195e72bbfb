import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  createDynamoDenyList,
  createDynamoPolicyStore,
  createDynamoReleaseStore,
  type DenyList,
  type ReleaseTable,
} from "@lychgate/policy-store";

export interface TableAddress {
  tableName: string;
  region?: string;
  /** Of another server than AWS's own. */
  endpoint?: string;
}

/** A policy table with its releases and its deny list; `close` lets the process end. */
export interface OpenTable extends ReleaseTable {
  denyList: DenyList;
  close(): void;
}

/** What any server but AWS's own accepts; it keeps real credentials from being sent to it. */
const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** Opens a table. Requests that are throttled are made again, up to five times in all. */
export function openTable({ tableName, region, endpoint }: TableAddress): OpenTable {
  const client = new DynamoDBClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(endpoint !== undefined && isLoopback(endpoint) ? { credentials: LOCAL_CREDENTIALS } : {}),
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return {
    store: createDynamoPolicyStore({ client, tableName }),
    releases: createDynamoReleaseStore({ client, tableName }),
    denyList: createDynamoDenyList({ client, tableName }),
    close: () => client.destroy(),
  };
}

function isLoopback(endpoint: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(URL.parse(endpoint)?.hostname ?? "");
}
