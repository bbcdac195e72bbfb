import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";

describe.concurrent("lychgate package", () => {
  it("writes a bundle where Lambda looks for it, and says how large it is", async () => {
    const { root } = createFolder({
      "src/index.ts": "export const handler = async (): Promise<number> => 1;\n",
    });
    const run = await lychgate(["package", "src/index.ts"], { cwd: root });
    expect(run).toEqual({ code: 0, stdout: "dist/index.mjs  1 KB\n", stderr: "" });
    expect(existsSync(join(root, "dist/index.mjs"))).toBe(true);
  });

  it("writes it elsewhere when told", async () => {
    const { root } = createFolder({ "index.mjs": "export const handler = () => 1;\n" });
    const run = await lychgate(["package", "index.mjs", "--out", "out/function.mjs"], { cwd: root });
    expect(run.stdout).toBe("out/function.mjs  1 KB\n");
    expect(existsSync(join(root, "out/function.mjs"))).toBe(true);
  });

  it("ends with exit code 2 for an entry that is missing", async () => {
    const { root } = createFolder();
    const { code, stdout, stderr } = await lychgate(["package", "gone.ts"], { cwd: root });
    expect(stderr).toMatch(/^lychgate: Build failed with 1 error:\n.*gone\.ts/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
