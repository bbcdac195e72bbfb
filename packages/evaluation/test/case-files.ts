/** The cases in `cases/`, read for the tests of every package that decides by policy documents. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Decision, PolicyDocument } from "@lychgate/policy";
import type { EvaluationRequest } from "../src/index.ts";

/** How well it is known that AWS decides so. */
export const GRADES = ["documented", "measured", "reported", "inferred"] as const;

export interface Case {
  name: string;
  policies: PolicyDocument[];
  request: EvaluationRequest;
  decision: Decision;
  /** The Sids of the deciding statements, in the order of the documents. */
  sids?: string[];
}

/** One feature; `policies` are those of every case that has none of its own. */
export interface CaseFile {
  /** `resources/short-arns.json` */
  path: string;
  feature: string;
  source: string;
  grade: (typeof GRADES)[number];
  cases: Case[];
}

const CASES = fileURLToPath(new URL("../cases/", import.meta.url));

/** Reads every file of cases. Throws when one is not of the shape above. */
export function readCaseFiles(): CaseFile[] {
  return readdirSync(CASES, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".json"))
    .sort()
    .map((path) => parseCaseFile(path, JSON.parse(readFileSync(CASES + path, "utf8"))));
}

type CaseFileJson = Omit<CaseFile, "path" | "cases"> & {
  policies: PolicyDocument[];
  cases: (Omit<Case, "policies"> & Partial<Pick<Case, "policies">>)[];
};

function parseCaseFile(path: string, value: unknown): CaseFile {
  assertShape(path, value);
  const { feature, source, grade, policies, cases } = value;
  return { path, feature, source, grade, cases: cases.map((each) => ({ policies, ...each })) };
}

function assertShape(path: string, value: unknown): asserts value is CaseFileJson {
  const file = record(path, value, ["feature", "source", "grade", "policies", "cases"]);
  const { feature, source, grade, policies, cases } = file;
  expectThat(typeof feature === "string" && feature !== "", path, "a `feature`");
  expectThat(typeof source === "string" && /^(https:\/\/|section )/.test(source), path, "a `source`");
  expectThat(
    GRADES.some((each) => each === grade),
    path,
    `a \`grade\` of ${GRADES.join(", ")}`,
  );
  expectThat(Array.isArray(policies), path, "a list of `policies`");
  expectThat(Array.isArray(cases) && cases.length > 0, path, "at least one of `cases`");
  for (const [index, each] of cases.entries()) assertCase(`${path} case ${index}`, each);
}

const DECISIONS: readonly unknown[] = ["allowed", "explicitDeny", "implicitDeny"] satisfies Decision[];

function assertCase(place: string, value: unknown): void {
  const { name, policies, request, decision, sids } = record(place, value, [
    "name",
    "policies",
    "request",
    "decision",
    "sids",
  ]);
  expectThat(typeof name === "string" && name !== "", place, "a `name`");
  expectThat(policies === undefined || Array.isArray(policies), place, "a list of `policies`");
  expectThat(DECISIONS.includes(decision), place, "a `decision`");
  expectThat(sids === undefined || Array.isArray(sids), place, "a list of `sids`");
  record(place, request, ["methodArn", "action", "context"]);
}

function record(place: string, value: unknown, known: readonly string[]): Record<string, unknown> {
  expectThat(typeof value === "object" && value !== null, place, "an object");
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  expectThat(stranger === undefined, place, `no property \`${stranger}\``);
  return Object.fromEntries(Object.entries(value));
}

function expectThat(condition: boolean, place: string, expected: string): asserts condition {
  if (!condition) throw new Error(`${place}: expected ${expected}`);
}
