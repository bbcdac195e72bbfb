import { describe, expect, it } from "vitest";
import { formatFinding, formatPath } from "./finding.ts";

describe("a place", () => {
  it.each([
    [[], ""],
    [["statements"], "statements"],
    [["statements", 0, "sid"], "statements[0].sid"],
    [["condition", "IpAddress", "aws:SourceIp", 1], 'condition.IpAddress["aws:SourceIp"][1]'],
    [["__proto__"], "__proto__"],
    [['"'], '["\\""]'],
  ])("%j is written `%s`", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });
});

describe("a finding", () => {
  it("says where and what", () => {
    expect(formatFinding({ path: ["group"], message: "is missing" })).toBe("group: is missing");
  });

  it("of the whole value says what alone", () => {
    expect(formatFinding({ path: [], message: "expected object, got `null`" })).toBe(
      "expected object, got `null`",
    );
  });
});
