import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createApp } from "../src/app.ts";
import type { Environment } from "../src/environment.ts";
import { ENVIRONMENTS } from "../src/environments.ts";
import { deployable, FULL } from "./synthesized.ts";
import { terraformCommand, whyNoTerraform } from "./terraform-command.ts";

const reason = whyNoTerraform();

/** The provider of the local environment is the one that the mirror holds. */
const { providerVersion, runtime } = ENVIRONMENTS.local;

const SUBJECTS = Object.entries({ ...ENVIRONMENTS, full: FULL } as Record<string, Environment>);

describe.skipIf(reason !== undefined)(`Terraform${reason ? ` (left out: ${reason})` : ""}`, () => {
  const terraform = terraformCommand();
  const folder = mkdtempSync(join(tmpdir(), "lychgate-validate-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(SUBJECTS)("takes every stack of %s", (name, environment) => {
    const outdir = join(folder, name);
    const app = createApp({
      environment: { ...environment, providerVersion, runtime },
      deployable: deployable(),
      outdir,
    });
    app.synth();
    const stacks = Object.values(app.manifest.stacks).map((stack) => join(outdir, stack.workingDirectory));
    expect(stacks.length).toBeGreaterThanOrEqual(4);
    for (const stack of stacks) {
      expect(terraform(stack, "init", "-backend=false", "-input=false", "-no-color")).toMatchObject({
        code: 0,
      });
      const { output } = terraform(stack, "validate", "-json");
      expect(JSON.parse(output)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    }
  });
});
