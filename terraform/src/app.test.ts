import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEV, synthesize } from "../test/synthesized.ts";
import { readDeployable } from "./app.ts";
import { bundleFolders } from "./bundle.ts";

describe("what is deployed", () => {
  it("needs the bundles, and says how they are built", () => {
    expect(() => bundleFolders(tmpdir())).toThrow(
      "expected the function's bundle `apps/authorizer/dist/index.mjs`: run `npm run build` first",
    );
  });

  it("is one of the repository's contracts", () => {
    const environment = { ...DEV, api: { ...DEV.api, contract: "apps/other.yaml" } };
    expect(() => readDeployable(import.meta.dirname, environment)).toThrow(
      "api.contract: expected one of lychgate.json, `apps/petstore/openapi.yaml`, got `apps/other.yaml`",
    );
  });

  it("goes to an account", () => {
    expect(() => synthesize({ ...DEV, account: "1234" })).toThrow(
      "dev.account: expected 12 digits, got `1234`",
    );
  });
});

describe("the program", () => {
  it("stops with one line before anything is written when no environment is named", () => {
    const folder = mkdtempSync(join(tmpdir(), "lychgate-main-"));
    const outdir = join(folder, "cdktf.out");
    const { LYCHGATE_ENVIRONMENT: _, ...variables } = process.env;
    const { status, stderr, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, "main.ts")], {
      env: { ...variables, CDKTF_OUTDIR: outdir },
      encoding: "utf8",
    });
    const written = existsSync(outdir);
    rmSync(folder, { recursive: true });
    expect({ status, stderr, stdout, written }).toEqual({
      status: 2,
      stderr: "set LYCHGATE_ENVIRONMENT to one of `local`, `dev`, `prod`: it is not set\n",
      stdout: "",
      written: false,
    });
  });
});
