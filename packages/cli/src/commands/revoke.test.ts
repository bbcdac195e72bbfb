import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lychgate, type Run } from "../../test/lychgate.ts";
import { type PolicyTables, startPolicyTables } from "../../test/policy-table.ts";
import { createFolder, createRepository } from "../../test/temp-repository.ts";

let tables: PolicyTables;
let table: string;
beforeAll(async () => {
  tables = await startPolicyTables();
});
beforeEach(async () => {
  table = await tables.create();
});
afterAll(() => tables.close());

function run(args: readonly string[], cwd = createFolder().root): Promise<Run> {
  return lychgate([...args, "--table", table, "--region", "eu-west-1", "--endpoint", tables.endpoint], {
    cwd,
  });
}

const revoke = (...args: string[]) => run(["revoke", ...args]);

const ANA = "5c0a4c0e-0000-4000-8000-000000000001";
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

async function entries(): Promise<unknown> {
  return JSON.parse((await revoke("--list", "--json")).stdout).entries;
}

describe("lychgate revoke", () => {
  it("puts users, sign-ins and clients on the list, and lists them", async () => {
    const { code, stdout, stderr } = await revoke("sub", ANA, "--reason", "laptop lost\nin town");
    expect(stdout).toMatch(new RegExp(`^revoked sub ${ANA} since \\S+Z \\(laptop lost in town\\)\n$`));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await revoke("origin_jti", "sign-in/1");
    await revoke("client", "app", "--until", "2999-12-01T12:00:00+01:00");
    expect(await entries()).toEqual([
      { kind: "client", value: "app", until: "2999-12-01T11:00:00.000Z", createdAt: TIME },
      { kind: "origin_jti", value: "sign-in/1", createdAt: TIME },
      { kind: "sub", value: ANA, reason: "laptop lost\nin town", createdAt: TIME },
    ]);
    expect((await revoke("--list")).stdout.split("\n")).toEqual([
      expect.stringMatching(/^client app until 2999-12-01T11:00:00.000Z since \S+Z$/),
      expect.stringMatching(/^origin_jti sign-in\/1 since \S+Z$/),
      expect.stringMatching(new RegExp(`^sub ${ANA} since \\S+Z \\(laptop lost in town\\)$`)),
      "",
    ]);
  });

  it("says that the list is empty", async () => {
    expect(await revoke("--list")).toMatchObject({ code: 0, stdout: "the deny list is empty\n" });
    expect(await entries()).toEqual([]);
  });

  it("takes an entry off the list, and says with exit code 1 that there was none", async () => {
    await revoke("sub", ANA);
    expect(await revoke("--remove", "sub", ANA)).toMatchObject({ code: 0, stdout: `removed sub ${ANA}\n` });
    expect(await revoke("--remove", "sub", ANA)).toMatchObject({
      code: 1,
      stdout: `not on the list: sub ${ANA}\n`,
    });
    expect(await entries()).toEqual([]);
  });

  it.each<[string, string[], string]>([
    ["nothing", [], "expected a kind and a value"],
    ["no value", ["sub"], "expected a kind and a value"],
    ["no value to remove", ["--remove", "sub"], "expected a kind and a value"],
    ["another kind", ["user", ANA], "Allowed choices are sub, origin_jti, client"],
    ["an empty value", ["sub", ""], "expected a value of 1 to 512 characters"],
    ["a value that is too long", ["sub", "x".repeat(513)], "expected a value of 1 to 512 characters"],
    ["a time without a zone", ["sub", ANA, "--until", "2999-12-01T12:00:00"], "expected a time such as"],
    ["a day", ["sub", ANA, "--until", "2999-12-01"], "expected a time such as"],
    ["a day that is none", ["sub", ANA, "--until", "2999-13-01T12:00:00Z"], "expected a time such as"],
    ["a time that is over", ["sub", ANA, "--until", "2020-01-01T00:00:00Z"], "expected a time to come"],
    ["an entry to list", ["--list", "sub", ANA], "expected nothing but the table"],
    ["a list to remove", ["--list", "--remove"], "expected nothing but the table"],
    ["an entry as JSON", ["sub", ANA, "--json"], "expected --list with it"],
    [
      "a reason to remove",
      ["--remove", "sub", ANA, "--reason", "found"],
      "expected no --until and no --reason",
    ],
  ])("with %s is refused with exit code 2", async (_, args, message) => {
    const { code, stdout, stderr } = await revoke(...args);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("is no part of what is seeded, compared and released", async () => {
    const { root } = createRepository();
    await revoke("sub", ANA);
    expect(await run(["seed"], root)).toMatchObject({ code: 0 });
    await revoke("client", "app");
    expect(await run(["drift"], root)).toMatchObject({ code: 0 });
    expect((await run(["releases"], root)).stdout).toContain("+1 ~0 -0");
    expect(await entries()).toHaveLength(2);
  });
});
