/** An open point: what AWS leaves open, what is asked about it, and how it can be read. */
import { DEFAULT_OPTIONS, type GatewayOptions } from "@lychgate/gateway";
import type { Answer } from "./answer.ts";

export interface Point {
  readonly id: string;
  /** What AWS does not say. */
  readonly open: string;
  /** Sent one after the other. */
  readonly requests: readonly ProbeRequest[];
  /** What tells the readings apart. */
  readonly looksAt: readonly Facet[];
  readonly readings: readonly Reading[];
}

export interface ProbeRequest {
  /** `GET /policy/a%20b`, below the stage. */
  readonly send: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it only prepares what is asked next, such as by using up a limit, which AWS keeps roughly. */
  readonly isPreparation?: true;
}

export type Reading = OptionReading | WrittenReading;

/** What the local gateway does when it is set so. */
export interface OptionReading {
  readonly name: string;
  readonly options: Partial<GatewayOptions>;
  /** Whether it is the default although AWS may do otherwise. */
  readonly isStricterOnPurpose?: true;
}

/** What the local gateway has no option for. */
export interface WrittenReading {
  readonly name: string;
  /** Of each request that is no preparation. */
  readonly answers: readonly Partial<Record<Facet, FacetValue>>[];
}

export type FacetValue = string | number | boolean | null;

/** Stands in what is sent where it is asked whether it comes back. */
export const MARK = "lychgate-probe";

export const FACETS = {
  status: ({ status }) => status,
  errorType: ({ errorType }) => errorType,
  body: ({ body }) => body,
  echoed: ({ body }) => body.includes(MARK),
  /** The verb and the path that the functions saw. */
  httpMethod: ({ saw }) => saw?.httpMethod ?? null,
  methodArn: ({ saw }) => saw?.methodArn ?? null,
} as const satisfies Record<string, (answer: Answer) => FacetValue>;

export type Facet = keyof typeof FACETS;

/** `full (identityValidation: "full")` */
export function describeReading(reading: Reading): string {
  const options = "options" in reading ? Object.entries(reading.options) : [];
  const set = options.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ");
  return `${reading.name} (${set || "no option"})`;
}

/** Whether the local gateway reads a point so unless it is told otherwise. */
export function isDefault(reading: Reading): reading is OptionReading {
  if (!("options" in reading)) return false;
  const defaults = new Map<string, unknown>(Object.entries(DEFAULT_OPTIONS));
  return Object.entries(reading.options).every(([name, value]) => defaults.get(name) === value);
}
