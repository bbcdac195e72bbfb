/** A contract as the body of a REST API. */
import type { ApiOptions } from "./api-options.ts";
import {
  type ContractOperation,
  isJsonObject,
  type JsonObject,
  mapOperations,
  mapTexts,
} from "./contract-document.ts";
import { DeploymentError } from "./errors.ts";
import { gatewayResponses } from "./gateway-responses.ts";

/** What a contract leaves open, by the name of its placeholder. */
export interface ContractValues {
  region: string;
  authorizer_arn: string;
  petstore_arn: string;
  /** Of an upstream behind a VPC link; no contract names it. */
  vpc_link_id: string;
}

export interface ContractBodyOptions {
  /** The name that the API has in AWS. */
  title: string;
  api: Pick<ApiOptions, "access" | "cors" | "upstream">;
  values: Partial<ContractValues>;
}

const INTEGRATION = "x-amazon-apigateway-integration";
const PLACEHOLDER_OF_LINK = `$\{${"vpc_link_id" satisfies keyof ContractValues}}`;
const RESPONSES = "x-amazon-apigateway-gateway-responses";

/**
 * Fits a contract to an environment: who may call, what answers, what API Gateway says itself. The values may
 * be Terraform expressions; every other text is kept from being read as one.
 * @throws DeploymentError `InvalidContract` for a placeholder that has no value
 */
export function contractBody(contract: JsonObject, options: ContractBodyOptions): string {
  const { title, api, values } = options;
  const open = api.access.protected ? contract : withoutSecurity(contract);
  const routed = withUpstream(open, api.upstream);
  const filled = mapTexts(routed, (text) => fill(text, values));
  return JSON.stringify(withGatewayResponses(withTitle(filled, title), api.cors));
}

/** Before an API is protected anybody may call it; its contract says how it will be. */
function withoutSecurity(contract: JsonObject): JsonObject {
  const { components, security: _, ...rest } = contract;
  const { securitySchemes: __, ...kept } = isJsonObject(components) ? components : {};
  return mapOperations({ ...rest, components: kept }, ({ security: ___, ...operation }) => operation);
}

function withUpstream(contract: JsonObject, upstream: ApiOptions["upstream"]): JsonObject {
  if (upstream.kind === "function") return contract;
  const connection =
    upstream.kind === "http"
      ? { connectionType: "INTERNET" }
      : { connectionType: "VPC_LINK", connectionId: PLACEHOLDER_OF_LINK };
  return mapOperations(contract, (operation, which) => ({
    ...operation,
    [INTEGRATION]: { ...httpIntegration(upstream.url, which), ...connection },
  }));
}

/** Hands the request on as it is, with who called: the upstream has no other way to know. */
function httpIntegration(url: string, { method, path }: ContractOperation): JsonObject {
  const names = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name = ""]) => name);
  return {
    type: "http_proxy",
    httpMethod: method,
    uri: `${url.replace(/\/$/, "")}${path}`,
    requestParameters: {
      ...Object.fromEntries(
        names.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]),
      ),
      "integration.request.header.x-lychgate-principal": "context.authorizer.principalId",
      "integration.request.header.x-lychgate-groups": "context.authorizer.groups",
    },
  };
}

/** A placeholder is filled; what else Terraform would read as a template is escaped. */
function fill(text: string, values: Partial<ContractValues>): string {
  const known = new Map(Object.entries(values));
  return text.replace(/\$\{([^}]*)\}|%\{/g, (match, name: string | undefined) => {
    if (name === undefined) return `%${match}`;
    const value = known.get(name);
    if (value !== undefined) return value;
    const names = [...known.keys()].join("`, `");
    throw new DeploymentError(
      "InvalidContract",
      `the contract's placeholder \`\${${name}}\` has no value; expected one of \`${names}\``,
    );
  });
}

function withTitle(document: unknown, title: string): JsonObject {
  if (!isJsonObject(document)) throw new DeploymentError("InvalidContract", "expected an OpenAPI document");
  const info = isJsonObject(document.info) ? document.info : {};
  return { ...document, info: { ...info, title } };
}

/** What the contract says itself goes before what every environment says. */
function withGatewayResponses(document: JsonObject, cors: ApiOptions["cors"]): JsonObject {
  const own = isJsonObject(document[RESPONSES]) ? document[RESPONSES] : {};
  return { ...document, [RESPONSES]: { ...gatewayResponses(cors), ...own } };
}
