import { describe, expect, it } from "vitest";
import { diffChange, LOST, NARROWED, WIDENED } from "../../test/diff-change.ts";
import { formatText } from "./text.ts";

describe("changes as text", () => {
  it("stand under their group, with a sign, the terms, a witness and a place", () => {
    const changes = [
      diffChange({ sensitive: true }),
      diffChange({ ...WIDENED, method: "GET", onlyTrailingSlash: true }),
      diffChange({ ...LOST, group: "admins", in: "base", reason: "group removed" }),
    ];
    expect(formatText({ changes }).split("\n")).toEqual([
      "admins",
      "  - DELETE /things/{thingId}  from anywhere  DELETE /things/1 from 203.0.113.10  [group removed]  policies/readers.ts:12 (before) Remove",
      "readers",
      "  + DELETE /things/{thingId}  from anywhere  DELETE /things/1 from 203.0.113.10  [sensitive]  policies/readers.ts:12 Remove",
      "  ~ GET /things/{thingId}  from 192.0.2.0/24 → from anywhere  DELETE /things/1 from 203.0.113.10  [with a trailing slash]  policies/readers.ts:12 Remove",
      "1 gained, 1 lost, 1 under other conditions; 1 let in on sensitive routes",
    ]);
  });

  it("say what a Deny cuts off in one line under the group whose Deny it is", () => {
    const changes = ["a", "b", "c", "d", "e", "f", "g"].map((group) =>
      diffChange({ ...LOST, group, with: "quiet" }),
    );
    const [heading, line, ...rest] = formatText({ changes }).split("\n");
    expect(heading).toBe("quiet");
    expect(line).toContain(
      "- DELETE /things/{thingId}  cuts off 7 groups: a, b, c, d, e and 2 more  from anywhere",
    );
    expect(rest).toEqual(["0 gained, 7 lost, 0 under other conditions"]);
  });

  it("tell the time of a witness where a condition is about it", () => {
    const terms = { before: "from anywhere", after: "before 2026-01-01T00:00:00Z" };
    const text = formatText({ changes: [diffChange({ ...NARROWED, terms })] });
    expect(text).toContain("DELETE /things/1 from 203.0.113.10 at 2026-01-01T12:00:00Z");
  });

  it("are coloured by their kind only where colours are wanted", () => {
    const changes = [diffChange(), diffChange(LOST), diffChange(NARROWED)];
    const styles: string[] = [];
    formatText({ changes }, (style, text) => {
      styles.push(style);
      return text;
    });
    expect(styles.filter((style) => style !== "dim" && style !== "bold")).toEqual(["green", "yellow", "red"]);
    expect(formatText({ changes })).not.toContain("\u001b");
  });

  it("cannot command the terminal", () => {
    const terms = { before: "never", after: "with aws:UserAgent StringLike \u001b[2J*" };
    const text = formatText({ changes: [diffChange({ terms, file: "a\nb.ts" })] });
    expect(text).not.toContain("\u001b");
    expect(text.split("\n")).toHaveLength(3);
  });

  it("say that there are none", () => {
    expect(formatText({ changes: [] })).toBe("no change in who may do what");
  });
});
