import { describe, expect, it } from "vitest";
import { CHECKOUT } from "../../test/checkout.ts";
import { lychgate } from "../../test/lychgate.ts";
import { createRepository, policyModule } from "../../test/temp-repository.ts";
import { proveMarkdown } from "./prove-markdown.ts";
import type { PlacedReport } from "./prove-report.ts";
import { proveRepository } from "./prove-repository.ts";
import { proveSarif } from "./prove-sarif.ts";
import { proveText } from "./prove-text.ts";

const GUARDRAILS = `export default [
  {
    id: "NoDelete",
    reason: "Things stay.",
    owner: "the keepers",
    never: { groups: { except: ["admins"] }, routes: ["DELETE /**"] },
  },
  {
    id: "EverybodyReads",
    reason: "Things are to be seen.",
    owner: "the <b>readers</b> | @all",
    always: { groups: ["readers"], routes: ["GET /things"] },
  },
  {
    id: "Typo",
    reason: "Somebody is to know.",
    owner: "nobody",
    only: {
      groups: ["reader"],
      routes: ["GET /things"],
    },
  },
];
`;

const GUESTS = `export default {
  group: "guests",
  description: "Guests.",
  statements: [
    { sid: "Leave", effect: "Deny", routes: ["GET /things"] },
    { sid: "Delete", effect: "Allow", routes: ["DELETE /things/{thingId}"] },
  ],
};
`;

function reportOf(files: Record<string, string>): PlacedReport {
  const proofs = proveRepository(createRepository(files).root);
  if ("report" in proofs) return proofs.report;
  throw new Error("expected a report");
}

const BROKEN = {
  "policies/guardrails.ts": GUARDRAILS,
  "policies/guests.ts": GUESTS,
  "policies/admins.ts": policyModule("admins", ["ANY /**"]),
};

const AT = "from 203.0.113.10 at 2026-01-01T12:00:00Z";
const DELETED = `a member of \`guests\` may DELETE /things/x ${AT} (Allow Delete, policies/guests.ts:6)`;
const REFUSED = `a member of \`readers\` and \`guests\` may not GET /things ${AT} (Deny Leave, policies/guests.ts:5)`;

describe("a report of guardrails that do not hold", () => {
  const report = reportOf(BROKEN);

  it("names the user, the request and the statement as text", () => {
    expect(proveText(report).split("\n")).toEqual([
      "✗ NoDelete        Things stay.",
      "    policies/guardrails.ts:2, owner: the keepers",
      `    ${DELETED}`,
      "✗ EverybodyReads  Things are to be seen.",
      "    policies/guardrails.ts:8, owner: the <b>readers</b> | @all",
      `    ${REFUSED}`,
      "✗ Typo            Somebody is to know.",
      "    policies/guardrails.ts:14, owner: nobody",
      "    policies/guardrails.ts:19: only.groups[0]: no group `reader` has a policy",
      "0 of 3 guardrails proved, over every request and all 2^3 sets of 3 groups",
    ]);
  });

  it("is a comment in Markdown, in which nothing of the modules is markup", () => {
    const text = proveMarkdown(report);
    expect(text).toContain("| ✗ | `NoDelete` | Things stay. | the keepers |");
    expect(text).toContain("| the &lt;b>readers&lt;/b> \\| &#64;all |");
    expect(text).toContain(`\n- ${DELETED}`);
  });

  it("stands in SARIF at the statement that is responsible, or else at the guardrail", () => {
    const region = (startLine: number) => ({ region: { startLine } });
    const at = (uri: string, line: number) => [
      { physicalLocation: { artifactLocation: { uri }, ...region(line) } },
    ];
    expect(proveSarif(report)).toMatchObject({
      runs: [
        {
          tool: { driver: { rules: [{ id: "NoDelete" }, { id: "EverybodyReads" }, { id: "Typo" }] } },
          results: [
            {
              ruleId: "NoDelete",
              message: { text: `Things stay. ${DELETED}` },
              locations: at("policies/guests.ts", 6),
            },
            { ruleId: "EverybodyReads", locations: at("policies/guests.ts", 5) },
            { ruleId: "Typo", level: "error", locations: at("policies/guardrails.ts", 19) },
          ],
        },
      ],
    });
  });

  it("has in JSON all that there is to know", () => {
    const [noDelete] = report.guardrails;
    expect(noDelete).toMatchObject({
      ...{ id: "NoDelete", rule: "never", outcome: "failed", file: "policies/guardrails.ts", line: 2 },
      failures: [
        {
          groups: ["guests"],
          requests: [
            {
              method: "DELETE",
              path: "/things/x",
              decision: "allowed",
              statements: [
                { group: "guests", effect: "Allow", sid: "Delete", file: "policies/guests.ts", line: 6 },
              ],
            },
          ],
        },
      ],
    });
  });

  it("shows the first of many failures of one guardrail", () => {
    const groups = Array.from({ length: 13 }, (_, index) => `group${index}`);
    const modules = groups.map((name) => [`policies/${name}.ts`, policyModule(name, ["DELETE /**"])]);
    const text = proveText(reportOf({ ...BROKEN, ...Object.fromEntries(modules) }));
    expect(text.match(/may DELETE/g)).toHaveLength(10);
    expect(text).toContain("    and 4 more\n");
  });
});

describe.concurrent("lychgate prove", () => {
  it("proves the guardrails of this repository", async () => {
    const { code, stdout, stderr } = await lychgate(["prove"], { cwd: CHECKOUT });
    expect(stdout).toMatch(
      /\n(\d+) of \1 guardrails proved, over every request and all 2\^\d+ sets of \d+ groups\n$/,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("ends with exit code 1 where one does not hold", async () => {
    const { root } = createRepository(BROKEN);
    const { code, stdout, stderr } = await lychgate(["prove", "--format", "json"], { cwd: root });
    expect(JSON.parse(stdout)).toMatchObject({ groups: 3, combinations: "2^3", guardrails: [{}, {}, {}] });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });

  it("says so where there are none", async () => {
    const { code, stdout } = await lychgate(["prove"], { cwd: createRepository().root });
    expect(stdout).toMatch(/^there are no guardrails/);
    expect(code).toBe(0);
  });

  it("names what is wrong with their module", async () => {
    const { root } = createRepository({ "policies/guardrails.ts": "export default [{}];\n" });
    const { code, stdout, stderr } = await lychgate(["prove"], { cwd: root });
    expect(stderr).toMatch(/^policies\/guardrails\.ts:1: \[0\]\.id: is missing\n/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });
});
