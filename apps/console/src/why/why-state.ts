/** What the view Why is asked, as the parameters of its address. */
import type { BundleRequest } from "@lychgate/cli/bundle";
import { formatHash, type Parameters } from "../location.ts";
import { list, stateOf, text } from "../state.ts";

export interface WhyState {
  groups: readonly string[];
  method: string;
  path: string;
  /** Empty: the request has none. So it is with all that follow, but for the time: empty is now. */
  ip: string;
  time: string;
  ua: string;
  referer: string;
  vpc: string;
  vpce: string;
}

/** An address that belongs to nobody, and is one of the clinics in the examples. */
const USUAL_IP = "192.0.2.10";

export const WHY = stateOf<WhyState>({
  groups: list(),
  method: text("GET"),
  path: text(),
  ip: text(USUAL_IP),
  time: text(),
  ua: text(),
  referer: text(),
  vpc: text(),
  vpce: text(),
});

const KEYS = {
  ip: "aws:SourceIp",
  time: "aws:CurrentTime",
  ua: "aws:UserAgent",
  referer: "aws:Referer",
  vpc: "aws:SourceVpc",
  vpce: "aws:SourceVpce",
} as const satisfies Partial<Record<keyof WhyState, string>>;

const CIRCUMSTANCES = ["ip", "time", "ua", "referer", "vpc", "vpce"] as const;

/** The request that is asked about, with what is said of its circumstances. */
export function requestOf({ groups, method, path, ...circumstances }: WhyState): BundleRequest {
  const context = CIRCUMSTANCES.flatMap((name): [string, string][] => {
    const value = circumstances[name];
    return value === "" ? [] : [[KEYS[name], value]];
  });
  return { groups, method, path, context: Object.fromEntries(context) };
}

export function stateOfRequest({ groups, method, path, context }: BundleRequest): WhyState {
  const [ip = "", time = "", ua = "", referer = "", vpc = "", vpce = ""] = CIRCUMSTANCES.map(
    (name) => context[KEYS[name]],
  );
  return { groups, method, path, ip, time: time || (context["aws:EpochTime"] ?? ""), ua, referer, vpc, vpce };
}

/** The address at which Why answers a request. */
export function whyHref(request: BundleRequest): string {
  return formatHash(whyPlace(WHY.write(stateOfRequest(request))));
}

/** Where Why asks about a group and an operation, from the usual address. */
export function whyHrefOf(asked: Pick<WhyState, "groups" | "method" | "path">): string {
  return formatHash(whyPlace(WHY.write(asked)));
}

export function whyPlace(parameters: Parameters) {
  return { view: "why", path: "", parameters };
}
