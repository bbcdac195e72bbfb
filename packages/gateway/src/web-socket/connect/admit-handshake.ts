import { headerValues, isSendable } from "../../header.ts";
import { type Opening, type Refusal, refuseOpening } from "../opening.ts";
import type { WebSocketApi } from "../web-socket-api.ts";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const MAX_URL_LENGTH = 4096;

/** Refuses what is malformed, too long or for another stage. Who connects to the stage has said all of the path. */
export function admitHandshake(opening: Opening, api: WebSocketApi): Refusal | undefined {
  const { request, target } = opening;
  if (!target || !request.headers.every(isSendable) || !isVersion13(opening)) {
    return refuseOpening(opening, api, "MALFORMED_REQUEST", "MalformedRequest");
  }
  if (urlLength(opening, api) > MAX_URL_LENGTH) {
    return refuseOpening(opening, api, "URI_TOO_LONG", "MalformedRequest");
  }
  if (target.stage === api.definition.stage && target.path === "/") return undefined;
  return refuseOpening(opening, api, "WRONG_STAGE", "WrongStage");
}

/** The library would take the draft that was version 8 as well. */
function isVersion13({ request }: Opening): boolean {
  const [version, ...others] = headerValues(request.headers, "sec-websocket-version");
  return version === "13" && others.length === 0;
}

function urlLength({ request: { rawPath, rawQuery } }: Opening, { domainName }: WebSocketApi): number {
  const url = `wss://${domainName}${rawPath}`.length;
  return rawQuery === "" ? url : url + 1 + rawQuery.length;
}
