/** The probe's contract and limits, which the local gateway reads from the same files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPlans, type UsagePlans } from "@lychgate/gateway";
import { parse as parseYaml } from "yaml";
import { mapTexts, readContractDocument } from "../contract-document.ts";
import { DeploymentError } from "../errors.ts";

export const PROBE = join(import.meta.dirname, "../../../probe");

/** API keys, usage plans and throttles of the probe. */
export function readProbePlans(): UsagePlans {
  return readPlans(parseYaml(readFileSync(join(PROBE, "plans.yaml"), "utf8")));
}

/**
 * The contract as the body of a REST API.
 * @throws DeploymentError `InvalidContract` for a placeholder that has no value
 */
export function probeBody(title: string, values: { region: string; probe_arn: string }): string {
  const document = readContractDocument(join(PROBE, "openapi.yaml"), "probe/openapi.yaml");
  const known = new Map(Object.entries(values));
  const filled = mapTexts({ ...document, info: { title, version: "1.0.0" } }, (text) =>
    text.replace(/\$\{([^}]*)\}/g, (_, name: string) => filling(name, known)),
  );
  return JSON.stringify(filled);
}

function filling(name: string, known: ReadonlyMap<string, string>): string {
  const value = known.get(name);
  if (value !== undefined) return value;
  throw new DeploymentError(
    "InvalidContract",
    `probe/openapi.yaml: no value for the placeholder \`${name}\``,
  );
}
