import type { Operation } from "@lychgate/policy";
import { claimContextOf, withClaimNames } from "../claim-symbol.ts";
import type { EvaluationRequest } from "../request.ts";
import type { Context } from "./outcome.ts";
import type { Region, RequestSpace } from "./space.ts";

/** A request that proves an answer; `evaluate` says the same of it. */
export interface Witness {
  /** `GET` */
  method: string;
  /** Without the stage: `/petstore/v1/pets/1`; the caller's own claims stand in it by name: `/owners/{claim:sub}`. */
  path: string;
  /** The operation that serves it; missing where nobody asked what is served. */
  operation?: Operation;
  /** The condition keys of the request: `aws:SourceIp`, `aws:CurrentTime` and what else API Gateway supplies. */
  context: Readonly<Record<string, string>>;
  /** The same as `evaluate` takes it. */
  request: EvaluationRequest;
}

const API_AND_STAGE = 2;

export function witnessOf(space: RequestSpace, region: Region, text: string, context: Context): Witness {
  const methodArn = space.prefix + text;
  const resource = methodArn.split(":").slice(5).join(":");
  const [method = "", ...path] = resource.split("/").slice(API_AND_STAGE);
  return {
    method,
    path: withClaimNames(`/${path.join("/")}`),
    ...(region.operation ? { operation: region.operation } : {}),
    context,
    request: { methodArn, context: { ...context, ...claimContextOf(text) } },
  };
}
