/** Synthesizes every environment: `node synthesize-all.ts <sources> <output folder>`. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [sources = "", outdir = ""] = process.argv.slice(2);

const load = (file: string): Promise<unknown> => import(pathToFileURL(join(sources, file)).href);
const { createApp, readDeployable } = (await load("app.ts")) as typeof import("../src/app.ts");
const { ENVIRONMENTS } = (await load("environments.ts")) as typeof import("../src/environments.ts");

for (const environment of Object.values(ENVIRONMENTS)) {
  const folder = join(outdir, environment.name);
  mkdirSync(folder, { recursive: true });
  const deployable = readDeployable(import.meta.dirname, environment);
  createApp({ environment, deployable, outdir: folder }).synth();
}
