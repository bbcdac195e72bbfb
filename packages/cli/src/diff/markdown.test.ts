import type { DiffChange } from "@lychgate/evaluation";
import { describe, expect, it } from "vitest";
import { diffChange, LOST, NARROWED, WIDENED } from "../../test/diff-change.ts";
import { formatMarkdown, MARKER } from "./markdown.ts";

function linesOf(...changes: DiffChange[]): string[] {
  return formatMarkdown({ changes }).split("\n");
}

describe("the first line of a review", () => {
  it.each<[string, DiffChange[], string]>([
    ["a gain", [diffChange()], "**Lets in**: `readers` may now `DELETE /things/{thingId}` from anywhere."],
    [
      "gains of one group",
      [diffChange(), diffChange({ method: "PUT" })],
      "**Lets in**: `readers` may now `DELETE /things/{thingId}`, `PUT /things/{thingId}` from anywhere.",
    ],
    [
      "a sensitive gain before any other",
      [diffChange({ method: "PUT" }), diffChange({ sensitive: true })],
      "**Lets in**: `readers` may now `DELETE /things/{thingId}` (sensitive) from anywhere. `readers` may now `PUT /things/{thingId}` from anywhere.",
    ],
    [
      "a gain in another spelling alone",
      [diffChange(), diffChange({ method: "PUT", onlyTrailingSlash: true })],
      "**Lets in**: `readers` may now `DELETE /things/{thingId}` from anywhere. `readers` may now `PUT /things/{thingId}` (with a trailing slash) from anywhere.",
    ],
    [
      "a condition that widens",
      [diffChange(WIDENED)],
      "**Lets in**: `readers` may now `DELETE /things/{thingId}` from anywhere, so far `from 192.0.2.0/24`.",
    ],
    [
      "a gain beside a loss",
      [diffChange(), diffChange({ ...LOST, method: "GET" })],
      "**Lets in**: `readers` may now `DELETE /things/{thingId}` from anywhere. **Shuts out** 1 route as well.",
    ],
    [
      "a loss",
      [diffChange(LOST)],
      "**Lets in nothing.** **Shuts out**: `readers` may no longer `DELETE /things/{thingId}`.",
    ],
    [
      "a condition that narrows",
      [diffChange(NARROWED)],
      "**Lets in nothing.** **Shuts out**: `readers` may only `DELETE /things/{thingId}` `from 192.0.2.0/24`, so far from anywhere.",
    ],
    [
      "a Deny that cuts others off",
      [
        diffChange({ ...LOST, group: "a", with: "quiet" }),
        diffChange({ ...LOST, group: "b", with: "quiet" }),
      ],
      "**Lets in nothing.** **Shuts out**: `a`, `b` (for members who are in `quiet` too) may no longer `DELETE /things/{thingId}`.",
    ],
    ["no change", [], "**Lets in nothing.** Nothing changes in who may do what."],
  ])("says what is let in: %s", (_, changes, line) => {
    expect(linesOf(...changes)[0]).toBe(line);
  });

  it("counts what is too much to be told one by one", () => {
    const changes = ["a", "b", "c", "d"].map((group) =>
      diffChange({ group, ...(group === "c" && { sensitive: true }) }),
    );
    expect(linesOf(...changes)[0]).toMatch(
      /^\*\*Lets in\*\* \(4 changes for 4 groups, 1 on sensitive routes\): `c` may now .* And 1 more, see the table\.$/,
    );
  });
});

describe("a review", () => {
  it("has a table in the order of risk, the witnesses by group, and its marker at the end", () => {
    expect(linesOf(diffChange(LOST), diffChange({ ...WIDENED, method: "GET" })).slice(1)).toEqual([
      "",
      "| Risk | Group | Route | Before → after | Statement |",
      "|---|---|---|---|---|",
      "| condition widened | `readers` | `GET /things/{thingId}` | `from 192.0.2.0/24` → from anywhere | `policies/readers.ts:12 Remove` |",
      "| lost | `readers` | `DELETE /things/{thingId}` | from anywhere → never | `policies/readers.ts:12 Remove` |",
      "",
      "<details><summary><code>readers</code>: 2 changes</summary>",
      "",
      "- `GET /things/{thingId}`: condition, `policies/readers.ts:12 Remove`",
      "  - `DELETE /things/1 from 203.0.113.10`: implicitDeny → allowed",
      "- `DELETE /things/{thingId}`: lost, `policies/readers.ts:12 Remove`",
      "  - `DELETE /things/1 from 203.0.113.10`: allowed → explicitDeny",
      "",
      "</details>",
      "",
      MARKER,
    ]);
  });

  it("tells both witnesses of a condition that lets in and shuts out", () => {
    const witness = diffChange().witness;
    const lostWitness = { ...witness, context: { "aws:SourceIp": "192.0.2.1" } };
    const lines = linesOf(diffChange({ ...WIDENED, gainedWitness: witness, lostWitness }));
    expect(lines).toContain("  - `DELETE /things/1 from 203.0.113.10`: implicitDeny → allowed");
    expect(lines).toContain("  - `DELETE /things/1 from 192.0.2.1`: allowed → denied");
  });

  it.each([
    ["a bar", "a | b", "<code>a &#124; b</code>"],
    ["a backtick", "a`b", "<code>a&#96;b</code>"],
    ["a backslash before a bar", "\\| b", "<code>&#92;&#124; b</code>"],
    ["HTML", "</code><img src=x>", "`</code><img src=x>`"],
    ["a mention and a link", "@octocat https://example.com", "`@octocat https://example.com`"],
    ["the marker", `${MARKER}`, `\`${MARKER}\``],
    ["another line", "a\n| b |", "<code>a &#124; b &#124;</code>"],
  ])("shows %s of a policy as it is, and never as markup", (_, text, shown) => {
    const terms = { before: "never", after: text };
    const lines = linesOf(diffChange({ terms }));
    expect(lines[0]).toContain(`may now \`DELETE /things/{thingId}\` ${shown}.`);
    expect(lines[4]).toContain(` | never → ${shown} | `);
    expect(lines[4]?.split("|")).toHaveLength(7);
  });

  it("escapes the name of a group in a summary", () => {
    expect(linesOf(diffChange({ group: "@a<b" }))).toContain(
      "<details><summary><code>&#64;a&#60;b</code>: 1 change</summary>",
    );
  });

  it.each([500, 20_000])(
    "stays below GitHub's limit with %d changes, and says what it leaves out",
    (number) => {
      const changes = Array.from({ length: number }, (_, index) => diffChange({ group: `group-${index}` }));
      const text = formatMarkdown({ changes });
      const lines = text.split("\n");
      expect(text.length).toBeLessThan(60_000);
      const [rows, sections] = ["| gained ", "<details>"].map(
        (start) => lines.filter((line) => line.startsWith(start)).length,
      );
      const left = (count: number | undefined, what: string) =>
        `${number - (count ?? 0)} more ${what} are left out for length: \`lychgate diff\` prints everything.`;
      if (rows !== number) expect(lines).toContain(left(rows, "rows"));
      expect(lines).toContain(left(sections, "sections with witnesses"));
      expect(lines.at(-1)).toBe(MARKER);
      expect(rows).toBeGreaterThan(100);
    },
  );
});
