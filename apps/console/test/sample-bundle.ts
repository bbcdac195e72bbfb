/** A bundle of a small API and five groups, as `lychgate bundle` would write it. */
import type { AccessBundle, BundleMatrixRow, BundlePolicy } from "@lychgate/cli/bundle";
import { reachOf } from "@lychgate/evaluation";
import { type CompiledPolicy, compile, readContract, type UncheckedGroupPolicy } from "@lychgate/policy";

const operation = (summary: string, sensitive = false) => ({
  summary,
  security: [{ groups: [] }],
  ...(sensitive && { "x-lychgate-sensitive": true }),
});

const FILE = "api.yaml";

const OPENAPI = {
  openapi: "3.0.3",
  info: { title: "clinic", version: "1" },
  paths: {
    "/pets": { get: operation("List the pets"), post: operation("Add a pet") },
    "/pets/{petId}": { get: operation("Get a pet"), delete: operation("Delete a pet", true) },
    "/pets/{petId}/notes": { get: operation("Read notes") },
    "/status": { get: operation("Get the status") },
  },
};

const CLINICS = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };

const POLICIES: readonly UncheckedGroupPolicy[] = [
  {
    group: "owners",
    description: "Owners see pets.",
    statements: [{ sid: "SeePets", effect: "Allow", routes: ["GET /pets", "GET /pets/{petId}"] }],
  },
  {
    group: "vets",
    description: "Everything from a clinic.",
    statements: [{ sid: "AtTheClinic", effect: "Allow", routes: ["ANY /**"], condition: CLINICS }],
  },
  {
    group: "suspended",
    description: "May not change anything, nor read notes.",
    statements: [
      {
        sid: "NoChanges",
        effect: "Deny",
        routes: ["DELETE /pets/{petId}", "POST /pets", "GET /pets/{petId}/notes"],
      },
      { sid: "Status", effect: "Allow", routes: ["GET /status"] },
    ],
  },
  {
    group: "admins",
    description: "Everything.",
    statements: [{ sid: "Everything", effect: "Allow", routes: ["ANY /**"] }],
  },
  {
    group: "temps",
    description: "Until the end of 2026, with the app.",
    statements: [
      {
        sid: "ForNow",
        effect: "Allow",
        routes: ["GET /pets/{petId}"],
        condition: {
          DateLessThan: { "aws:CurrentTime": "2027-01-01" },
          StringLike: { "aws:UserAgent": "clinic-app/*" },
        },
      },
    ],
  },
];

const contract = readContract([{ name: FILE, document: OPENAPI }]);
const compiled = POLICIES.map((policy) => compile(policy, contract));
const reaches = compiled.map((policy) => reachOf(policy, contract));

export const SAMPLE_BUNDLE: AccessBundle = {
  format: 1,
  revision: { name: "working tree", hash: "ab".repeat(32) },
  apis: [{ file: FILE, document: OPENAPI }],
  policies: POLICIES.map((policy, index) => bundlePolicy(policy, compiled[index])),
  matrix: {
    groups: POLICIES.map(({ group }) => group),
    rows: contract.operations.map((_, index) => rowAt(index)),
  },
  guardrails: [],
  lint: [],
};

function bundlePolicy(policy: UncheckedGroupPolicy, made: CompiledPolicy | undefined): BundlePolicy {
  if (!made) throw new Error(`no document of ${policy.group}`);
  const { group, description, statements } = policy;
  const text = statements.map(({ sid }) => `    { sid: "${sid}" },`);
  return {
    group,
    description,
    file: `policies/${group}.ts`,
    source: ["export default {", "  statements: [", ...text, "  ],", "};", ""].join("\n"),
    revision: made.revision,
    document: made.document,
    lines: Object.fromEntries(statements.map(({ sid }, index) => [sid, index + 3])),
  };
}

function rowAt(index: number): BundleMatrixRow {
  const { method, template, summary, sensitive } = contract.operations[index] ?? {};
  if (method === undefined || template === undefined) throw new Error(`no operation ${index}`);
  const cells = reaches.flatMap((ofGroup) => ofGroup[index] ?? []);
  return {
    api: FILE,
    method,
    route: template,
    ...(summary === undefined ? {} : { summary }),
    ...(sensitive ? { sensitive } : {}),
    access: cells.map(({ level }) => level),
    conditions: Object.fromEntries(
      cells.flatMap(({ group, condition }) => (condition === undefined ? [] : [[group, condition]])),
    ),
  };
}
