/** The cases in `cases/http-api/`, and the gateway that each describes. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  createIamDirectory,
  type DefinitionSettings,
  type GatewayResponse,
  type HttpGatewayOptions,
  type IamFile,
  type JwtSignature,
} from "../src/index.ts";
import { assertRequest, type Behaviour, type CaseRequest, expectThat, GRADES, record } from "./case-files.ts";
import { behaving, messageOf, patched } from "./case-gateway.ts";
import { type HttpPetstore, httpContract, httpPetstore, ISSUER } from "./http-petstore.ts";
import { result } from "./petstore.ts";

export interface HttpSetting {
  /** Changes to the petstore's contract, as a JSON merge patch (RFC 7396). */
  contract?: object;
  definition?: DefinitionSettings;
  options?: Partial<HttpGatewayOptions>;
  authorizer?: Behaviour | Behaviour[];
  backend?: Behaviour | Behaviour[];
  /** Token → what the issuer's keys say of it; of any other token they say nothing, as they cannot be read. */
  tokens?: Record<string, JwtSignature>;
  /** The accounts whose users sign requests. */
  iam?: IamFile[];
}

export interface HttpCase extends HttpSetting {
  name: string;
  requests: CaseRequest[];
  /** A part of the reason why the definition is refused; then there are no requests. */
  refused?: string;
}

/** One feature; its setting is that of every case that has none of its own. */
export interface HttpCaseFile {
  path: string;
  feature: string;
  source: string;
  grade: (typeof GRADES)[number];
  cases: HttpCase[];
}

const CASES = fileURLToPath(new URL("../cases/http-api/", import.meta.url));

const SETTING = [
  "contract",
  "definition",
  "options",
  "authorizer",
  "backend",
  "tokens",
  "iam",
] as const satisfies (keyof HttpSetting)[];

/** Throws when a file is not of the shape above. */
export function readHttpCaseFiles(): HttpCaseFile[] {
  return readdirSync(CASES)
    .sort()
    .map((path) => parse(path, JSON.parse(readFileSync(CASES + path, "utf8"))));
}

function parse(path: string, value: unknown): HttpCaseFile {
  const known = ["feature", "source", "grade", "cases", ...SETTING];
  const { feature, source, grade, cases, ...setting } = record(path, value, known);
  expectThat(typeof feature === "string" && feature !== "", path, "a `feature`");
  expectThat(typeof source === "string" && /^(https:\/\/|section )/.test(source), path, "a `source`");
  const graded = GRADES.find((each) => each === grade);
  expectThat(graded !== undefined, path, `a \`grade\` of ${GRADES.join(", ")}`);
  expectThat(Array.isArray(cases) && cases.length > 0, path, "at least one of `cases`");
  const read = cases.map((each: unknown, index) => ({
    ...setting,
    ...parseCase(`${path} case ${index}`, each),
  }));
  return { path, feature, source, grade: graded, cases: read };
}

function parseCase(place: string, value: unknown): HttpCase {
  const each = record(place, value, ["name", "requests", "refused", ...SETTING]);
  const { name, requests, refused } = each;
  expectThat(typeof name === "string" && name !== "", place, "a `name`");
  expectThat(Array.isArray(requests), place, "a list of `requests`");
  expectThat((refused === undefined) === requests.length > 0, place, "`requests`, or why it is `refused`");
  for (const [index, request] of requests.entries()) assertRequest(`${place} request ${index}`, request);
  return { ...each, name, requests };
}

export interface HttpCaseGateway extends HttpPetstore {
  /** Epoch milliseconds. */
  now: number;
  /** Sends the request of a case, signed where it says so. */
  perform(request: CaseRequest): Promise<GatewayResponse>;
}

/** 2024-08-02T23:34:43Z */
const START = 1_722_641_683_000;

export function openHttpCase(setting: HttpSetting): HttpCaseGateway {
  const { definition = {}, options = {}, tokens = {}, iam = [] } = setting;
  const clock = { now: START };
  const petstore = httpPetstore({
    document: patched(httpContract(), setting.contract ?? {}),
    definition,
    options,
    issuers: { [ISSUER]: async (token) => signatureIn(tokens, token) },
    ...(setting.iam && { iam: createIamDirectory(iam, () => clock.now) }),
    clock: () => clock.now,
    requestId: () => "JKJaXmPLvHcESHA=",
    authorize: behaving(setting.authorizer ?? { returns: result() }),
    serve: behaving(setting.backend ?? { returns: { statusCode: 200, body: "pets" } }),
  });
  return Object.assign(clock, petstore, {
    perform: async (each: CaseRequest) => petstore.gateway.handle(await messageOf(each, iam, clock.now)),
  });
}

function signatureIn(tokens: NonNullable<HttpSetting["tokens"]>, token: string): JwtSignature {
  const signature = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  if (!signature) throw new Error("the keys cannot be read");
  return signature;
}
