import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRepository } from "../../test/temp-repository.ts";
import { createProgram } from "../main.ts";

const README = "# Policies\n\n<!-- lychgate matrix -->\n<!-- /lychgate matrix -->\n\nThe end.\n";
const { root, write } = createRepository({ "README.md": README, "bare.md": "# Policies\n" });
const file = join(root, "README.md");

let printed: string[];
beforeEach(() => {
  printed = [];
  vi.spyOn(process, "cwd").mockReturnValue(root);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
  vi.spyOn(console, "log").mockImplementation((text) => printed.push(`${text}\n`));
  vi.spyOn(console, "error").mockImplementation((text) => printed.push(`error: ${text}\n`));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

async function matrix(...args: string[]) {
  process.exitCode = 0;
  await createProgram().parseAsync(["matrix", ...args], { from: "user" });
  return { code: process.exitCode, text: printed.splice(0).join("") };
}

describe("lychgate matrix", () => {
  it("prints the table as Markdown, as comma-separated values or as JSON", async () => {
    expect((await matrix()).text).toContain(
      "| `GET /things/{thingId}` | if (1) |\n\n(1) from 192.0.2.0/24\n",
    );
    expect((await matrix("--format", "csv")).text).toContain("\r\nDELETE,/things/{thingId},no\r\n");
    const { rows } = JSON.parse((await matrix("--format", "json")).text);
    expect(rows[0]).toEqual({
      method: "GET",
      route: "/things",
      cells: [{ group: "readers", access: "yes" }],
    });
  });

  it("puts it into a file, which --check then finds current until a policy changes", async () => {
    expect(await matrix("--check", file)).toEqual({
      code: 1,
      text: `error: ${file} is out of date: run \`lychgate matrix --write ${file}\`\n`,
    });
    expect(readFileSync(file, "utf8")).toBe(README);
    expect(await matrix("--write", file)).toEqual({ code: 0, text: `wrote ${file}\n` });
    const written = readFileSync(file, "utf8");
    expect(written).toMatch(
      /^# Policies\n\n<!-- lychgate matrix -->\n\|[\s\S]*\n<!-- \/lychgate matrix -->\n\nThe end\.\n$/,
    );
    expect(await matrix("--check", file)).toEqual({ code: 0, text: "" });
    expect(await matrix("--write", file)).toEqual({ code: 0, text: "" });
    write({ "README.md": written.replace("if (1)", "yes") });
    expect((await matrix("--check", file)).code).toBe(1);
  });

  it("is refused for a file that has no place for it, or is not there", async () => {
    await expect(matrix("--write", join(root, "bare.md"))).rejects.toThrow(
      "bare.md: expected one `<!-- lychgate matrix -->`",
    );
    await expect(matrix("--check", join(root, "gone.md"))).rejects.toThrow("gone.md` cannot be read");
  });
});
