import { describe, expect, it } from "vitest";
import { diffChange, LOST, WIDENED } from "../../test/diff-change.ts";
import { formatSarif } from "./sarif.ts";

interface Log {
  $schema: string;
  version: string;
  runs: [{ tool: { driver: { name: string; rules: Rule[] } }; results: Result[] }];
}

interface Rule {
  id: string;
  shortDescription: { text: string };
  help: { text: string };
}

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: [{ physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }];
  partialFingerprints: Record<string, string>;
}

const CHANGES = [
  diffChange({ sensitive: true }),
  diffChange(),
  diffChange({ ...WIDENED, sensitive: true }),
  diffChange(WIDENED),
  diffChange({ ...LOST, sensitive: true }),
  diffChange({ ...LOST, group: "admins", with: "quiet" }),
];

function logOf(prefix = ""): Log {
  const log: unknown = JSON.parse(JSON.stringify(formatSarif({ changes: CHANGES }, prefix)));
  return log as Log;
}

describe("changes as SARIF", () => {
  it("have what version 2.1.0 requires, and what a code host needs to show them", () => {
    const { $schema, version, runs } = logOf();
    expect({ $schema, version }).toEqual({
      $schema: expect.stringMatching(/sarif-schema-2\.1\.0\.json$/),
      version: "2.1.0",
    });
    const [{ tool, results }] = runs;
    expect(tool.driver.name).toBe("lychgate diff");
    expect(tool.driver.rules.map(({ id }) => id)).toEqual([
      "access-gained",
      "access-lost",
      "access-condition",
    ]);
    for (const { shortDescription, help } of tool.driver.rules) {
      expect([shortDescription.text, help.text]).toEqual([
        expect.stringMatching(/\.$/),
        expect.stringMatching(/\.$/),
      ]);
    }
    for (const { ruleId, ruleIndex, partialFingerprints, locations } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(Object.values(partialFingerprints)).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
      expect(locations).toEqual([
        { physicalLocation: { artifactLocation: { uri: "policies/readers.ts" }, region: { startLine: 12 } } },
      ]);
    }
  });

  it("warn of what is let in on a sensitive route, and note all else", () => {
    expect(logOf().runs[0].results.map(({ ruleId, level }) => `${level} ${ruleId}`)).toEqual([
      "warning access-gained",
      "warning access-condition",
      "note access-gained",
      "note access-condition",
      "note access-lost",
      "note access-lost",
    ]);
  });

  it("have the witness in their message", () => {
    const messages = logOf().runs[0].results.map(({ message }) => message.text);
    expect(messages[0]).toBe(
      "`readers` may now `DELETE /things/{thingId}` (sensitive): never → from anywhere. Witness: `DELETE /things/1 from 203.0.113.10`: implicitDeny → allowed. Statements: Remove",
    );
    expect(messages[5]).toMatch(/^`admins` with members who are in `quiet` too may no longer /);
  });

  it("name files from the root of the git repository", () => {
    const [result] = logOf("apis/things/").runs[0].results;
    expect(result?.locations[0].physicalLocation.artifactLocation.uri).toBe(
      "apis/things/policies/readers.ts",
    );
  });
});
