/**
 * The local gateway next to serverless-offline: the same authorizer and handler, keep-alive, one after the
 * other in each round. The load comes from this process, the server is another one. serverless-offline
 * evaluates the authorizer's policy without its conditions and caches nothing; lychgate evaluates all of it.
 */
import autocannon from "autocannon";
import type { Benchmark } from "./benchmark.ts";
import { type GatewayServer, startLychgate, startServerlessOffline } from "./gateway-servers.ts";
import { type Measurement, summarize } from "./measure.ts";

const ROUNDS = 5;
const SECONDS = 4;
const CONNECTIONS = 10;

interface Samples {
  /** Nanoseconds of the server for each request. */
  each: number[];
  /** Nanoseconds that 99 of 100 requests are answered within. */
  p99: number[];
}

export const gateway: Benchmark = {
  name: "gateway: a request, and the slowest of a hundred",
  question: "What does a request to the local gateway cost, next to serverless-offline?",
  source: "gateway.ts",
  measurements: async () => {
    const servers: GatewayServer[] = [];
    try {
      for (const start of [startLychgate, startServerlessOffline]) servers.push(await start());
      return await measureServers(servers);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  },
};

async function measureServers(servers: readonly GatewayServer[]): Promise<Measurement[]> {
  const samples = servers.map((): Samples => ({ each: [], p99: [] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, server] of servers.entries()) {
      const { each, p99 } = await load(server.url);
      samples[index]?.each.push(each);
      samples[index]?.p99.push(p99);
    }
  }
  const rows = (name: string, of: (sample: Samples) => number[]) =>
    samples.map((sample, index) =>
      summarize(`${servers[index]?.name}${name}`, of(sample), of(samples[0] ?? sample)),
    );
  return [...rows("", ({ each }) => each), ...rows(", p99", ({ p99 }) => p99)];
}

async function load(url: string): Promise<{ each: number; p99: number }> {
  const options = { url, connections: CONNECTIONS, headers: { Authorization: "Bearer token" } };
  const result = await autocannon({ ...options, duration: SECONDS });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: not every request was served`);
  return { each: (SECONDS * 1e9) / result["2xx"], p99: result.latency.p99 * 1e6 };
}
