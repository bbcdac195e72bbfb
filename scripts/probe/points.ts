import type { GatewayOptions } from "@lychgate/gateway";
import { AUTHORIZER_POINTS } from "./authorizer-points.ts";
import type { Point } from "./point.ts";
import { REQUEST_POINTS } from "./request-points.ts";

export const POINTS: readonly Point[] = [...AUTHORIZER_POINTS, ...REQUEST_POINTS];

/** The options that no request of the probe tells anything about, and why. */
export const NOT_PROBED = {
  authorizerCacheSize: "a bound of this gateway's memory, which AWS has no word for",
  endpointConnectTimeoutMs: "needs an endpoint that takes no connection and refuses none",
  signatureClockSkewSeconds: "needs an access key, and the probe takes none",
  unsignedPayload: "needs an access key, and the probe takes none",
  implicitDenySuffix: "needs an access key, and the probe takes none",
  accountPrincipals: "needs an access key, and the probe takes none",
  claimTimes: "needs a user of a user pool",
  claimLists: "needs a user of a user pool",
  usagePlanFault: "a fault of AWS's metering cannot be brought about",
} as const satisfies Partial<Record<keyof GatewayOptions, string>>;
