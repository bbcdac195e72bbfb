import { describe, expect, it } from "vitest";
import { type SarifResult, type SarifRule, sarifLog } from "./sarif.ts";

const RULES: SarifRule[] = [
  { id: "first", description: "Says one thing." },
  { id: "second", name: "Second", description: "Says another thing.", help: "Look at it." },
];

const FINDING: SarifResult = {
  ruleId: "second",
  level: "warning",
  message: "`readers` may do more",
  file: "policies/read ers.ts",
  line: 7,
};

interface Log {
  version: string;
  runs: [{ tool: { driver: { name: string; rules: object[] } }; results: Result[] }];
}

interface Result {
  partialFingerprints: Record<string, string>;
}

function logOf(...results: SarifResult[]): Log {
  const log: unknown = JSON.parse(JSON.stringify(sarifLog("lychgate test", RULES, results)));
  return log as Log;
}

function fingerprintsOf(...results: SarifResult[]): unknown[] {
  return logOf(...results).runs[0].results.map(({ partialFingerprints }) => partialFingerprints);
}

describe("a SARIF log", () => {
  it("names its version, the tool and every rule", () => {
    const { version, runs } = logOf();
    expect(version).toBe("2.1.0");
    expect(runs).toHaveLength(1);
    expect(runs[0].tool.driver).toEqual({
      name: "lychgate test",
      rules: [
        { id: "first", shortDescription: { text: "Says one thing." } },
        {
          id: "second",
          name: "Second",
          shortDescription: { text: "Says another thing." },
          help: { text: "Look at it." },
        },
      ],
    });
    expect(runs[0].results).toEqual([]);
  });

  it("says of each finding what it is and where, with the file as a URI", () => {
    expect(logOf(FINDING).runs[0].results).toEqual([
      {
        ruleId: "second",
        ruleIndex: 1,
        level: "warning",
        message: { text: "`readers` may do more" },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "policies/read%20ers.ts" },
              region: { startLine: 7 },
            },
          },
        ],
        partialFingerprints: { "lychgateFinding/v1": expect.stringMatching(/^[0-9a-f]{32}$/) },
      },
    ]);
  });

  it("knows a finding again after it has moved to another line", () => {
    expect(fingerprintsOf({ ...FINDING, line: 70 })).toEqual(fingerprintsOf(FINDING));
  });

  it("tells findings apart, equal ones too", () => {
    const prints = fingerprintsOf(
      FINDING,
      FINDING,
      { ...FINDING, file: "x.ts" },
      { ...FINDING, ruleId: "first" },
    );
    expect(new Set(prints.map((print) => JSON.stringify(print))).size).toBe(4);
  });
});
