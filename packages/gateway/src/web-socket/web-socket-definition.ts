/** What the gateway knows of a WebSocket API. `readWebSocketDefinition` makes it from a document. */
import type { IdentitySource } from "../api-definition.ts";

export interface WebSocketDefinition {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly stageVariables: ReadonlyMap<string, string>;
  /** The members of a JSON message that lead to its route key: `["action"]`. */
  readonly routeSelection: readonly string[];
  readonly connect: ConnectRoute;
  readonly disconnect?: WebSocketIntegration;
  /** By their keys, `$default` among them. */
  readonly routes: ReadonlyMap<string, MessageRoute>;
}

export interface ConnectRoute {
  readonly authorization: ConnectAuthorization;
  /** Without one, whoever is authorized is connected. */
  readonly integration?: WebSocketIntegration;
}

export type ConnectAuthorization =
  | { readonly type: "NONE" }
  | { readonly type: "AWS_IAM" }
  | { readonly type: "CUSTOM"; readonly authorizer: WebSocketAuthorizer };

export interface WebSocketAuthorizer {
  readonly name: string;
  readonly functionName: string;
  readonly identitySources: readonly WebSocketIdentitySource[];
}

export type WebSocketIdentitySource = Exclude<IdentitySource, { kind: "context" }>;

export interface MessageRoute {
  readonly key: string;
  readonly integration: WebSocketIntegration;
  /** Whether what the integration returns is sent to the client. */
  readonly responds: boolean;
}

export interface WebSocketIntegration {
  readonly functionName: string;
  readonly timeoutInMillis: number;
}

/** What has to be called by name. */
export function functionsOf({ connect, disconnect, routes }: WebSocketDefinition): string[] {
  const { authorization, integration } = connect;
  const integrations = [integration, disconnect, ...[...routes.values()].map((route) => route.integration)];
  return [
    ...(authorization.type === "CUSTOM" ? [authorization.authorizer.functionName] : []),
    ...integrations.flatMap((each) => (each ? [each.functionName] : [])),
  ];
}
