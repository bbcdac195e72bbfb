import { afterEach, describe, expect, it, vi } from "vitest";
import { lychgate } from "../../test/lychgate.ts";
import { createFolder, createRepository, READERS } from "../../test/temp-repository.ts";
import { createProgram } from "../main.ts";

const SAMPLE = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "PetStore",
      Effect: "Allow",
      Action: "execute-api:Invoke",
      Resource: [
        "arn:aws:execute-api:*:*:*/*/*/petstore/v1/*",
        "arn:aws:execute-api:*:*:*/*/GET/petstore/v2/status",
      ],
      Condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"] } },
    },
  ],
});

const REDUNDANT = READERS.replace('routes: ["GET /things"]', 'routes: ["GET /things", "GET /things"]');

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command in this process. */
async function lint(root: string, ...args: string[]) {
  vi.spyOn(process, "cwd").mockReturnValue(root);
  const log = vi.spyOn(console, "log").mockReturnValue();
  log.mockClear();
  await createProgram().parseAsync(["lint", ...args], { from: "user" });
  const code = process.exitCode ?? 0;
  process.exitCode = undefined;
  return { code, stdout: log.mock.calls.join("\n") };
}

describe("lychgate lint", () => {
  it("finds nothing in a sound repository", async () => {
    const { root } = createRepository();
    expect(await lint(root)).toEqual({ code: 0, stdout: "no findings" });
  });

  it.each([
    [[], 0],
    [["--max-warnings", "1"], 0],
    [["--max-warnings", "0"], 1],
  ])("ends, where there is one warning, with %j by exit code %i", async (args, code) => {
    const { root } = createRepository({ "policies/readers.ts": REDUNDANT });
    const run = await lint(root, ...args);
    expect(run.stdout).toMatch(
      /^policies\/readers\.ts:5: warning LY302-redundant: `ReadList`: .*\n {2}fix: .*\n0 errors, 1 warning, 0 notes$/,
    );
    expect(run.code).toBe(code);
  });

  it("repairs", async () => {
    const { root } = createRepository({ "policies/readers.ts": REDUNDANT });
    expect(await lint(root, "--fix", "--max-warnings", "0")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("no findings, 1 fixed"),
    });
    expect(await lint(root)).toEqual({ code: 0, stdout: "no findings" });
  });

  it("writes nothing that a terminal takes for a command", async () => {
    const { root, write } = createRepository();
    write({ "sample.json": SAMPLE.replace("PetStore", "Pet\\u001b[2JStore") });
    const { stdout } = await lint(root, "--documents", `${root}/sample.json`);
    expect(stdout).toContain("`Pet\ufffd[2JStore`");
  });

  it("writes JSON", async () => {
    const { root, write } = createRepository();
    write({ "sample.json": SAMPLE });
    const { stdout, code } = await lint(root, "--format", "json", "--documents", `${root}/sample.json`);
    expect(code).toBe(1);
    expect(
      JSON.parse(stdout).findings.filter(({ level }: { level: string }) => level === "error"),
    ).toMatchObject([
      {
        code: "LY102-wildcard-verb",
        line: 1,
        sid: "PetStore",
        witness: { method: "GET", path: "/admin/petstore/v1/" },
      },
      { code: "LY101-slash-crossing", witness: { method: "DELETE", path: "/x/GET/petstore/v2/status" } },
    ]);
  });

  it("writes SARIF, whose rules say why and what to do", async () => {
    const { root } = createRepository({ "policies/readers.ts": REDUNDANT });
    const { stdout } = await lint(root, "--format", "sarif");
    const [run] = JSON.parse(stdout).runs;
    expect(run.results).toMatchObject([
      { ruleId: "LY302", level: "warning", locations: [{ physicalLocation: { region: { startLine: 5 } } }] },
    ]);
    expect(run.tool.driver.rules).toContainEqual(
      expect.objectContaining({ id: "LY101", name: "slash-crossing" }),
    );
  });
});

describe("lychgate lint, as a process", () => {
  it("looks at documents outside of any repository", async () => {
    const { root } = createFolder({ "sample.json": SAMPLE });
    const { code, stdout, stderr } = await lychgate(["lint", "--documents", "sample.json"], { cwd: root });
    expect(stdout).toContain("sample.json:1: error LY101-slash-crossing: `PetStore`: ");
    expect(stdout).toContain("  request: DELETE /x/GET/petstore/v2/status with ");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });

  it("refuses to repair documents", async () => {
    const run = await lychgate(["lint", "--fix", "--documents", "a.json"]);
    expect(run).toEqual({
      code: 2,
      stdout: "",
      stderr: "lychgate: --fix is for policy modules, not for --documents\n",
    });
  });
});
