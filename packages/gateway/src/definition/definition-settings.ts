import type { EndpointType } from "../api-definition.ts";
import { GatewayError } from "../errors.ts";

/** Where the API stands, which its OpenAPI document does not say. */
export interface DefinitionSettings {
  readonly region?: string;
  readonly accountId?: string;
  readonly apiId?: string;
  readonly stage?: string;
  readonly stageVariables?: Readonly<Record<string, string>>;
  /** `REGIONAL` unless given. */
  readonly endpointType?: EndpointType;
}

const RULES = {
  region: { fallback: "eu-west-1", pattern: /^[a-z]{2}(-[a-z]+)+-[0-9]$/, expected: "an AWS region" },
  accountId: { fallback: "111122223333", pattern: /^[0-9]{12}$/, expected: "twelve digits" },
  apiId: { fallback: "abcdef1234", pattern: /^[a-z0-9]{1,32}$/, expected: "lower case letters and digits" },
  stage: { fallback: "dev", pattern: /^[A-Za-z0-9_-]{1,128}$/, expected: "letters, digits, `_` and `-`" },
} as const;

export type Place = { readonly [Name in keyof typeof RULES]: string } & {
  readonly stageVariables: ReadonlyMap<string, string>;
  readonly endpointType: EndpointType;
};

/** @throws GatewayError `InvalidSetting` */
export function readSettings(settings: DefinitionSettings): Place {
  return {
    region: readSetting("region", settings),
    accountId: readSetting("accountId", settings),
    apiId: readSetting("apiId", settings),
    stage: readSetting("stage", settings),
    stageVariables: readStageVariables(settings.stageVariables ?? {}),
    endpointType: readEndpointType(settings.endpointType ?? "REGIONAL"),
  };
}

function readSetting(name: keyof typeof RULES, settings: DefinitionSettings): string {
  const { fallback, pattern, expected } = RULES[name];
  const value = settings[name] ?? fallback;
  if (pattern.test(value)) return value;
  throw new GatewayError("InvalidSetting", [`${name}: expected ${expected}, came \`${value}\``]);
}

const ENDPOINT_TYPES: readonly string[] = ["EDGE", "REGIONAL", "PRIVATE"] satisfies EndpointType[];

function readEndpointType(type: EndpointType): EndpointType {
  if (ENDPOINT_TYPES.includes(type)) return type;
  throw new GatewayError("InvalidSetting", [
    `endpointType: expected one of ${ENDPOINT_TYPES.join(", ")}, came \`${type}\``,
  ]);
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html */
function readStageVariables(variables: Readonly<Record<string, string>>): Map<string, string> {
  const entries = Object.entries(variables);
  const problems = entries
    .filter(([name, value]) => !/^[A-Za-z0-9_]{1,64}$/.test(name) || !isStageVariableValue(value))
    .map(
      ([name]) =>
        `stageVariables.${name}: expected a name of letters, digits and \`_\`, and a value that fits a URL`,
    );
  if (problems.length > 0) throw new GatewayError("InvalidSetting", problems);
  return new Map(entries);
}

function isStageVariableValue(value: unknown): boolean {
  return typeof value === "string" && /^[A-Za-z0-9\-._~:/?#&=,]{1,512}$/.test(value);
}
