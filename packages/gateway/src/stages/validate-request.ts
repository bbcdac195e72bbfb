import type { Api } from "../api.ts";
import type { BodyModel, RequestValidator, RequiredParameter } from "../api-definition.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { headerValues, lastValue } from "../header.ts";
import { mediaTypeOf } from "../media-type.ts";
import { refuse } from "../refusal.ts";

/**
 * Checks that a request has the parameters that its method requires, then that its body fits its model.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export function validateRequest(exchange: Exchange, api: Api): GatewayResponse | undefined {
  const { requestValidator } = routeOf(exchange).method;
  if (!requestValidator) return undefined;
  return (
    refuseParameters(requestValidator, exchange, api) ??
    refuseBody(modelOf(requestValidator, exchange), exchange, api)
  );
}

function refuseParameters(
  { requiredParameters }: RequestValidator,
  exchange: Exchange,
  api: Api,
): GatewayResponse | undefined {
  const missing = requiredParameters.filter((parameter) => isBlank(parameter, exchange, api));
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => name).join(", ");
  return refuse(exchange, api, "BAD_REQUEST_PARAMETERS", "ParametersMissing", {
    detail: names,
    message: `Missing required request parameters: [${names}]`,
  });
}

function isBlank({ in: place, name }: RequiredParameter, exchange: Exchange, { options }: Api): boolean {
  const { query, pathParameters } = routeOf(exchange);
  const values = {
    header: () => headersNamed(name, exchange, options.parameterHeaderNames),
    path: () => [pathParameters.get(name) ?? ""],
    querystring: () => query.filter(([key]) => key === name).map(([, value]) => value),
  }[place]();
  return values.every((value) => value.trim() === "");
}

/** AWS says that names are compared with case, but HTTP/2 sends them in lower case. */
function headersNamed(name: string, { headers }: Exchange, mode: "anyCase" | "sameCase"): string[] {
  if (mode === "anyCase") return headerValues(headers, name);
  return headers.filter(([key]) => key === name).map(([, value]) => value);
}

/** A content type without a model of its own has the default one; where there is none, nothing is checked. */
function modelOf({ models }: RequestValidator, { headers }: Exchange): BodyModel | undefined {
  const type = mediaTypeOf(lastValue(headers, "content-type"));
  return models.get(type) ?? models.get("$default");
}

function refuseBody(model: BodyModel | undefined, exchange: Exchange, api: Api): GatewayResponse | undefined {
  const errors = model ? checkBody(model, exchange.request.body) : [];
  if (errors.length === 0) return undefined;
  return refuse(exchange, api, "BAD_REQUEST_BODY", "BodyInvalid", {
    validationErrorString: `[${errors.join(", ")}]`,
  });
}

/** No body counts as an empty object. */
function checkBody(model: BodyModel, body: Uint8Array): readonly string[] {
  if (body.length === 0) return model({});
  try {
    return model(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)));
  } catch {
    return ["request body is not valid JSON"];
  }
}
