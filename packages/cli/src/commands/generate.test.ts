import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHECKOUT } from "../../test/checkout.ts";
import { lychgate } from "../../test/lychgate.ts";
import { CONTRACT, createRepository } from "../../test/temp-repository.ts";

const OUT_OF_DATE = "policies/routes.gen.ts is out of date: run `lychgate generate`\n";

describe.concurrent("lychgate generate", () => {
  it("writes the routes of the contracts, which --check then finds current until a contract changes", async () => {
    const { root, write } = createRepository();
    const file = join(root, "policies/routes.gen.ts");
    const check = () => lychgate(["generate", "--check"], { cwd: root });

    expect(await check()).toEqual({ code: 1, stdout: "", stderr: OUT_OF_DATE });
    expect(existsSync(file)).toBe(false);

    const generated = await lychgate(["generate"], { cwd: root });
    expect(generated).toEqual({ code: 0, stdout: "wrote policies/routes.gen.ts\n", stderr: "" });
    const routes = readFileSync(file, "utf8");
    expect(routes).toContain("things.yaml");
    expect(routes).toContain('| "DELETE /things/{thingId}"');
    expect(await check()).toEqual({ code: 0, stdout: "", stderr: "" });

    write({ "things.yaml": CONTRACT.replace("delete", "put") });
    expect(await check()).toEqual({ code: 1, stdout: "", stderr: OUT_OF_DATE });
    expect(readFileSync(file, "utf8")).toBe(routes);
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
