/** The part of autocannon 9 that is used here. */
declare module "autocannon" {
  export interface Options {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    headers?: Record<string, string>;
  }

  export interface Result {
    "2xx": number;
    non2xx: number;
    errors: number;
    /** Milliseconds. */
    latency: { p99: number };
  }

  export default function autocannon(options: Options): Promise<Result>;
}
