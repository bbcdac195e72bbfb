import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { REASONS, type Reason } from "../../src/index.ts";
import { FAULT_TABLES } from "./faults.ts";

const DOCUMENT = readFileSync(new URL("../../../../docs/faults.md", import.meta.url), "utf8");

const ANSWERS = { policy: "the policy", deny: "403", unauthorized: "401", fault: "500" } as const;

const HEAD = "| Fault | Answer | Reason | Remembered | Right again |";

function rowOf([fault, reason, remembered, recovers]: readonly [string, Reason, string, string]): string {
  return `| ${fault} | ${ANSWERS[REASONS[reason].outcome]} | \`${reason}\` | ${remembered} | ${recovers} |`;
}

/** The table below a heading, without its rule. */
function tableBelow(heading: string): string[] {
  const [, section = ""] = DOCUMENT.split(`\n## ${heading}\n`);
  const lines = section.split("\n## ")[0]?.split("\n") ?? [];
  return lines.filter((line) => line.startsWith("| "));
}

describe("the document of faults", () => {
  it.each(Object.entries(FAULT_TABLES))("says of each fault what the tests saw: %s", (heading, rows) => {
    expect(tableBelow(heading)).toEqual([HEAD, ...Object.values(rows).map(rowOf)]);
  });

  it("has no other table", () => {
    const tables = DOCUMENT.split("\n").filter((line) => line === HEAD);
    expect(tables).toHaveLength(Object.keys(FAULT_TABLES).length);
  });
});
