import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type SUBJECTS, subject } from "../../test/synthesized.ts";
import { accessLogFormat } from "../access-log-format.ts";
import { SAVED_QUERIES } from "./saved-queries.ts";

const queriesOf = (name: (typeof SUBJECTS)[number]) => subject(name).all("aws_cloudwatch_query_definition");

/** What the authorizer logs of a call. */
const LOGGED = ["reason", "message", "decision", "sid", "policyRevision", "principalId", "requestId"];

/** The words of a query that are neither of its language nor its own names nor texts. */
const WORDS = /ispresent|filter|fields|stats|count|sort|limit|desc|and|by|as|in|calls|requests|\d+/;

function fieldsOf(lines: readonly string[]): string[] {
  const words =
    lines
      .join(" ")
      .replaceAll(/"[^"]*"/g, "")
      .match(/[@\w]+/g) ?? [];
  return words.filter((word) => !new RegExp(`^(${WORDS.source})$`).test(word) && !word.startsWith("@"));
}

describe("the saved queries", () => {
  it("stand in a folder of the environment's name, each for the log that it is about", () => {
    const groupsByName = new Map(
      queriesOf("prod").map(({ name, log_group_names }) => [name, JSON.stringify(log_group_names)]),
    );
    expect(groupsByName.size).toBe(Object.keys(SAVED_QUERIES).length);
    for (const [name, { log }] of Object.entries(SAVED_QUERIES))
      expect(groupsByName.get(`lychgate-prod-api/${name}`)).toContain(
        log === "access" ? "access-logs" : "log_group.authorizer_logs",
      );
  });

  it("are those that the docs name", () => {
    const docs = readFileSync(new URL("../../../docs/observability.md", import.meta.url), "utf8");
    const named = [...docs.matchAll(/^\| `([^`]+)` \| the (authorizer's|access) log \|/gm)];
    expect(named.map(([, name, log]) => [name, log])).toEqual(
      Object.entries(SAVED_QUERIES).map(([name, { log }]) => [name, log === "access" ? log : "authorizer's"]),
    );
  });

  it("are made where they are wanted", () => {
    expect(queriesOf("local")).toEqual([]);
  });

  it.each(Object.entries(SAVED_QUERIES))("ask for fields that the log has: %s", (_, { log, lines }) => {
    const known = log === "access" ? Object.keys(JSON.parse(accessLogFormat())) : LOGGED;
    const fields = fieldsOf(lines);
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.filter((field) => !known.includes(field))).toEqual([]);
  });
});
