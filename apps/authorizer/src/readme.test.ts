import { readFileSync } from "node:fs";
import { METRICS, REASONS, REMEDIES, type Reason } from "@lychgate/authorizer";
import { describe, expect, it } from "vitest";
import { VARIABLES } from "./environment.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

const API_TYPES = readFileSync(new URL("../../../docs/api-types.md", import.meta.url), "utf8");

const OBSERVABILITY = readFileSync(new URL("../../../docs/observability.md", import.meta.url), "utf8");

const ANSWERS = { policy: "the policy", deny: "403", unauthorized: "401", fault: "500" } as const;

/** The rows of the table under a heading of columns, cell by cell. */
function rowsUnder(columns: string, text = README): string[][] {
  const lines = text
    .slice(text.indexOf(`| ${columns}`))
    .split("\n")
    .slice(2);
  const end = lines.findIndex((line) => !line.startsWith("| "));
  return lines.slice(0, end).map((line) => line.slice(2, -2).split(" | "));
}

describe("the README", () => {
  it("names every variable with its meaning and default, and no other", () => {
    const rows = Object.entries(VARIABLES).map(([name, variable]) => [
      `\`${name}\``,
      variable.meaning,
      defaultOf(variable),
    ]);
    expect(rowsUnder("Variable | Meaning | Default |")).toEqual(rows);
  });

  it("names every reason with its meaning and answer, says what to do, and names no other", () => {
    const reasons = Object.keys(REASONS) as Reason[];
    const rows = reasons.map((reason) => [
      `\`${reason}\``,
      REASONS[reason].meaning,
      ANSWERS[REASONS[reason].outcome],
      REMEDIES[reason],
    ]);
    expect(rowsUnder("Reason | Meaning | Answer | What to do |")).toEqual(rows);
  });

  it("is at one with what is said of API types: there are no other variables", () => {
    const named = API_TYPES.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [];
    expect(named).toContain("WEBSOCKET_TOKEN");
    expect(Object.keys(VARIABLES)).toEqual(expect.arrayContaining(named));
  });

  it("is at one with what is said of observability: each metric, and each field of the sample lines", () => {
    const metrics = Object.entries(METRICS).map(([name, { unit, meaning }]) => [
      `\`${name}\``,
      unit,
      meaning,
    ]);
    expect(rowsUnder("Metric | Unit | Meaning |", OBSERVABILITY)).toEqual(metrics);
    const named = rowsUnder("Field | Meaning |", OBSERVABILITY).flatMap(([names = ""]) =>
      names.match(/\w+/g),
    );
    const samples = OBSERVABILITY.match(/^\{"reason".*\}$/gm)?.map((line) => JSON.parse(line)) ?? [];
    expect(samples.map(({ reason }) => Object.hasOwn(REASONS, reason))).toEqual([true, true]);
    expect(named).toEqual(expect.arrayContaining(samples.flatMap((sample) => Object.keys(sample))));
  });

  it("names the one permission", () => {
    expect(README.match(/\bdynamodb:\w+/g)).toEqual(["dynamodb:BatchGetItem"]);
  });
});

function defaultOf(variable: { meaning: string; default?: string }): string {
  if (variable.default === undefined) return "required";
  return variable.default === "" ? "not set" : `\`${variable.default}\``;
}
