import { describe, expect, it } from "vitest";
import { lychgate } from "../test/lychgate.ts";
import { createProgram } from "./main.ts";

const COMMANDS = createProgram().commands.map((command) => command.name());

describe.concurrent("the command line", () => {
  it("lists every command and the exit codes", async () => {
    const { code, stdout, stderr } = await lychgate(["--help"]);
    expect(COMMANDS).toHaveLength(20);
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(stdout).toContain("Exit codes: 0 fine, 1 findings, 2 wrong usage or a fault.");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it.each(COMMANDS)("explains `%s`", async (name) => {
    const { code, stdout, stderr } = await lychgate([name, "--help"]);
    expect(stdout).toMatch(new RegExp(`^Usage: lychgate ${name}`));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it.each([
    ["an unknown command", ["bogus"], "unknown command 'bogus'"],
    ["an unknown option", ["--bogus"], "unknown option '--bogus'"],
    ["an unknown option of a command", ["evaluate", "--bogus"], "unknown option '--bogus'"],
    ["an argument that is missing", ["explain", "readers", "GET"], "missing required argument 'path'"],
    ["an argument too many", ["validate", "policies"], "too many arguments for 'validate'"],
    ["a path that is none", ["explain", "readers", "GET", "things"], "expected a path such as"],
    ["a release that is none", ["seed", "--expect", "3f1c5a90b2d"], "expected 12 to 64 hexadecimal digits"],
    ["a release in upper case", ["rollback", "3F1C"], "expected up to 64 hexadecimal digits in lower case"],
    ["a limit that is none", ["releases", "--limit", "0"], "expected a whole number of at least 1"],
    ["a port that is none", ["serve", "api.yaml", "--port", "65536"], "expected a number from 0 to 65535"],
    [
      "a handler without a name",
      ["serve", "api.yaml", "--handler", "=x.mjs"],
      "expected <function-name>=<module>",
    ],
  ])("answers %s with one line and exit code 2", async (_, args, message) => {
    const { code, stdout, stderr } = await lychgate(args);
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("answers no command with its help and exit code 2", async () => {
    const { code, stdout, stderr } = await lychgate([]);
    expect(stderr).toMatch(/^Usage: lychgate/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("says where a fault came from only when asked", async () => {
    const [plain, debug] = await Promise.all([lychgate(["validate"]), lychgate(["--debug", "validate"])]);
    expect(plain.stderr).toMatch(/^lychgate: no lychgate\.json .*\n$/);
    expect(debug.stderr).toMatch(/^lychgate: no lychgate\.json .*\n(?:.*\n)*\s+at findConfig /);
    expect([plain.code, debug.code]).toEqual([2, 2]);
  });
});
