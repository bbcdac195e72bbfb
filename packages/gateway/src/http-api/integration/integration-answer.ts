import type { GatewayResponse } from "../../gateway-message.ts";

/** What an integration answered, or what the gateway answers in its place. */
export type IntegrationAnswer = GatewayResponse | { readonly refusal: GatewayResponse };
