/** The cases in `cases/`, read for the tests that run the gateway by them. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DefinitionSettings, GatewayOptions, IamFile, TokenVerdict, VpcEndpoint } from "../src/index.ts";

/** How well it is known that AWS answers so. */
export const GRADES = ["documented", "measured", "reported", "inferred"] as const;

/** What a function does when it is called; of a list, the last does for all further calls. */
export type Behaviour = { returns: unknown } | { throws: string } | { hangs: true };

export interface Setting {
  /** Changes to the petstore's contract, as a JSON merge patch (RFC 7396). */
  contract?: object;
  definition?: DefinitionSettings;
  options?: Partial<GatewayOptions>;
  authorizer?: Behaviour | Behaviour[];
  backend?: Behaviour | Behaviour[];
  /** The ARN of a user pool → token → what the pool makes of it; of any other token it makes a fault. */
  userPools?: Record<string, Record<string, TokenVerdict>>;
  /** The accounts whose users sign requests. */
  iam?: IamFile[];
  /** API keys, usage plans and throttles. */
  usagePlans?: unknown;
}

export interface CaseRequest {
  /** `GET /dev/petstore/v1/pets?tenant=a` */
  send: string;
  /** Name and value, in wire order; `Authorization: Bearer good` unless given. */
  headers?: [string, string][];
  body?: string;
  sourceIp?: string;
  vpcEndpoint?: VpcEndpoint;
  /** The access key that the request is signed with. */
  signedBy?: string;
  /** Seconds that pass before it is sent. */
  after?: number;
  /** Whether the authorizer's results are forgotten before it is sent. */
  flush?: true;
  expect: Expectation;
}

export interface Expectation {
  status: number;
  body?: string;
  /** `null` for a header that is not there. */
  headers?: Record<string, string | null>;
  /** A part of the event of its one call; `null` when it is not called. */
  authorizer?: object | null;
  backend?: object | null;
}

export interface Case extends Setting {
  name: string;
  requests: CaseRequest[];
  /** A part of the reason why the definition is refused; then there are no requests. */
  refused?: string;
}

/** One feature; its setting is that of every case that has none of its own. */
export interface CaseFile extends Setting {
  /** `resource-policy/tables.json` */
  path: string;
  feature: string;
  source: string;
  grade: (typeof GRADES)[number];
  cases: Case[];
}

const CASES = fileURLToPath(new URL("../cases/", import.meta.url));

/** Reads every file of cases of REST APIs. Throws when one is not of the shape above. */
export function readCaseFiles(): CaseFile[] {
  return readdirSync(CASES, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".json") && !/^(http-api|web-socket)\//.test(path))
    .sort()
    .map((path) => parseCaseFile(path, JSON.parse(readFileSync(CASES + path, "utf8"))));
}

const SETTING = [
  "contract",
  "definition",
  "options",
  "authorizer",
  "backend",
  "userPools",
  "iam",
  "usagePlans",
] as const satisfies (keyof Setting)[];

function parseCaseFile(path: string, value: unknown): CaseFile {
  assertShape(path, value);
  const { feature, source, grade, cases, ...setting } = value;
  return { ...setting, path, feature, source, grade, cases: cases.map((each) => ({ ...setting, ...each })) };
}

function assertShape(path: string, value: unknown): asserts value is Omit<CaseFile, "path"> {
  const { feature, source, grade, cases } = record(path, value, [
    "feature",
    "source",
    "grade",
    "cases",
    ...SETTING,
  ]);
  expectThat(typeof feature === "string" && feature !== "", path, "a `feature`");
  expectThat(typeof source === "string" && /^(https:\/\/|section )/.test(source), path, "a `source`");
  expectThat(
    GRADES.some((each) => each === grade),
    path,
    `a \`grade\` of ${GRADES.join(", ")}`,
  );
  expectThat(Array.isArray(cases) && cases.length > 0, path, "at least one of `cases`");
  for (const [index, each] of cases.entries()) assertCase(`${path} case ${index}`, each);
}

function assertCase(place: string, value: unknown): void {
  const known = ["name", "requests", "refused", ...SETTING];
  const { name, requests, refused } = record(place, value, known);
  expectThat(typeof name === "string" && name !== "", place, "a `name`");
  expectThat(Array.isArray(requests), place, "a list of `requests`");
  expectThat((refused === undefined) === requests.length > 0, place, "`requests`, or why it is `refused`");
  for (const [index, each] of requests.entries()) assertRequest(`${place} request ${index}`, each);
}

const REQUEST = [
  "send",
  "headers",
  "body",
  "sourceIp",
  "vpcEndpoint",
  "signedBy",
  "after",
  "flush",
  "expect",
] as const satisfies (keyof CaseRequest)[];

const EXPECTATION = [
  "status",
  "body",
  "headers",
  "authorizer",
  "backend",
] as const satisfies (keyof Expectation)[];

export function assertRequest(place: string, value: unknown): void {
  const { send, expect } = record(place, value, REQUEST);
  expectThat(typeof send === "string" && /^[A-Z]+ \S+$/.test(send), place, "what to `send`");
  const { status } = record(place, expect, EXPECTATION);
  expectThat(typeof status === "number", place, "a `status`");
}

export function record(place: string, value: unknown, known: readonly string[]): Record<string, unknown> {
  expectThat(typeof value === "object" && value !== null, place, "an object");
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  expectThat(stranger === undefined, place, `no property \`${stranger}\``);
  return Object.fromEntries(Object.entries(value));
}

export function expectThat(condition: boolean, place: string, expected: string): asserts condition {
  if (!condition) throw new Error(`${place}: expected ${expected}`);
}
