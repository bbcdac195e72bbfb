import { type DefinitionSettings, readSettings } from "../../definition/definition-settings.ts";
import { GatewayError } from "../../errors.ts";
import type { HttpApiDefinition } from "../http-api-definition.ts";

type HttpPlace = Pick<HttpApiDefinition, "region" | "accountId" | "apiId" | "stage" | "stageVariables">;

const DEFAULT_STAGE = "$default";

/**
 * Where an HTTP API stands; its stage is `$default` unless given.
 * @throws GatewayError `InvalidSetting`
 */
export function readHttpSettings(settings: DefinitionSettings): HttpPlace {
  const { stage = DEFAULT_STAGE, endpointType = "REGIONAL" } = settings;
  if (endpointType !== "REGIONAL") {
    throw new GatewayError("InvalidSetting", [
      `endpointType: expected \`REGIONAL\` for an HTTP API, came \`${endpointType}\``,
    ]);
  }
  const isDefault = stage === DEFAULT_STAGE;
  const place = readSettings(isDefault ? { ...settings, stage: "default" } : settings);
  const { region, accountId, apiId, stageVariables } = place;
  return { region, accountId, apiId, stageVariables, stage };
}
