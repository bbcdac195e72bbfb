import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHECKOUT } from "../../test/checkout.ts";
import { lychgate } from "../../test/lychgate.ts";
import { CONTRACT, createRepository, policyModule } from "../../test/temp-repository.ts";

const ROUTES_OUT_OF_DATE = "policies/routes.gen.ts is out of date: run `lychgate generate`\n";
const GROUPS_OUT_OF_DATE = "policies/groups.gen.ts is out of date: run `lychgate generate`\n";

describe.concurrent("lychgate generate", () => {
  it("writes routes and groups, which --check then finds current until a contract or a group changes", async () => {
    const { root, write } = createRepository();
    const file = join(root, "policies/routes.gen.ts");
    const check = () => lychgate(["generate", "--check"], { cwd: root });

    const missing = ROUTES_OUT_OF_DATE + GROUPS_OUT_OF_DATE;
    expect(await check()).toEqual({ code: 1, stdout: "", stderr: missing });
    expect(existsSync(file)).toBe(false);

    const generated = await lychgate(["generate"], { cwd: root });
    const written = "wrote policies/routes.gen.ts\nwrote policies/groups.gen.ts\n";
    expect(generated).toEqual({ code: 0, stdout: written, stderr: "" });
    expect(readFileSync(join(root, "policies/groups.gen.ts"), "utf8")).toContain('| "readers"');
    const routes = readFileSync(file, "utf8");
    expect(routes).toContain("things.yaml");
    expect(routes).toContain('| "DELETE /things/{thingId}"');
    expect(await check()).toEqual({ code: 0, stdout: "", stderr: "" });

    write({ "things.yaml": CONTRACT.replace("delete", "put") });
    expect(await check()).toEqual({ code: 1, stdout: "", stderr: ROUTES_OUT_OF_DATE });
    expect(readFileSync(file, "utf8")).toBe(routes);

    write({ "things.yaml": CONTRACT, "policies/admins.ts": policyModule("admins", ["ANY /**"]) });
    expect(await check()).toEqual({ code: 1, stdout: "", stderr: GROUPS_OUT_OF_DATE });
  });

  it("leaves a file that is current alone", async () => {
    const { root } = createRepository();
    await lychgate(["generate"], { cwd: root });
    const { mtimeNs } = statSync(join(root, "policies/routes.gen.ts"), { bigint: true });
    expect(await lychgate(["generate"], { cwd: root })).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(statSync(join(root, "policies/routes.gen.ts"), { bigint: true }).mtimeNs).toBe(mtimeNs);
  });

  it("has been run for this repository", async () => {
    const run = await lychgate(["generate", "--check"], { cwd: CHECKOUT });
    expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});
