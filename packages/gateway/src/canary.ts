/**
 * Canary releases: a share of a stage's requests goes to another deployment of the API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
 */
import type { ApiDefinition } from "./api-definition.ts";
import type { DefinitionSettings } from "./definition/definition-settings.ts";
import { readDefinition } from "./definition/read-definition.ts";
import { GatewayError } from "./errors.ts";

/** @see https://docs.aws.amazon.com/apigateway/latest/api/API_CanarySettings.html */
export interface CanarySettings {
  /** From 0 to 100. */
  readonly percentTraffic: number;
  /** Replace the stage's variables of the same name, or add to them. */
  readonly stageVariableOverrides?: Readonly<Record<string, string>>;
}

/** A deployment of its own, on the same stage. */
export interface Canary {
  readonly definition: ApiDefinition;
  readonly percentTraffic: number;
}

/**
 * Reads the document that a canary deploys.
 * @param settings where the API stands, as for the deployment that the stage has
 * @throws GatewayError as `readDefinition` does, `InvalidSetting` for a share that is none
 */
export function readCanary(
  document: unknown,
  { percentTraffic, stageVariableOverrides }: CanarySettings,
  settings: DefinitionSettings = {},
): Canary {
  const stageVariables = { ...settings.stageVariables, ...stageVariableOverrides };
  const definition = readDefinition(document, { ...settings, stageVariables });
  return { definition, percentTraffic: checkShare(percentTraffic) };
}

const PLACE = ["region", "accountId", "apiId", "stage"] as const;

/**
 * Whether a request goes to the canary, for every request anew; no caller stays with one deployment.
 * @param random a number from 0, and less than 1
 * @throws GatewayError `InvalidSetting` when the canary is not on the definition's stage
 */
export function createCanaryChoice(
  production: ApiDefinition,
  { definition, percentTraffic }: Canary,
  random: () => number,
): () => boolean {
  const problems = PLACE.filter((name) => definition[name] !== production[name]).map(
    (name) => `canary.${name}: expected \`${production[name]}\`, came \`${definition[name]}\``,
  );
  if (problems.length > 0) throw new GatewayError("InvalidSetting", problems);
  const share = checkShare(percentTraffic) / 100;
  return () => random() < share;
}

function checkShare(percent: number): number {
  if (typeof percent === "number" && percent >= 0 && percent <= 100) return percent;
  throw new GatewayError("InvalidSetting", [
    `canary.percentTraffic: expected a number from 0 to 100, came \`${percent}\``,
  ]);
}
