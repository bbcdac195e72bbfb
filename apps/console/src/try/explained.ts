/** What the policies say of a call that was made, decided in the browser. */
import type { AccessBundle, BundleRequest } from "@lychgate/cli/bundle";
import { type Answer, explainRequest } from "../access/explain-request.ts";
import { otherMethodText, unaskedText } from "./answer-words.ts";
import { NETWORKS } from "./local-stack.ts";
import type { Outcome } from "./session.ts";
import { expiryOf, groupsOf } from "./token.ts";

export type Explained =
  | { kind: "unasked"; text: string }
  | {
      kind: "asked";
      request: BundleRequest;
      answer: Answer;
      /** Whether the gateway decided so too; `undefined` where it is not known. */
      agrees: boolean | undefined;
    };

const TIMES = /"aws:(currenttime|epochtime)"/i;
const AGENTS = /"aws:useragent"/i;

type Called = Pick<Outcome, "call" | "bundle" | "login" | "at" | "answer">;

/** @param userAgent the browser's own */
export function explained({ call, bundle, login, at, answer }: Called, userAgent: string): Explained {
  const { operation, method, credential, network, path } = call;
  if (!bundle.matrix.rows.some(({ api }) => api === operation.api)) {
    return { kind: "unasked", text: otherMethodText(operation) };
  }
  const token = credential === "access" ? login?.access : undefined;
  if (!token || expiryOf(token) <= at) return { kind: "unasked", text: unaskedText(credential) };
  const groups = groupsOf(token);
  const request: BundleRequest = {
    groups,
    method,
    path: path.split("?", 1)[0] ?? "",
    context: {
      "aws:SourceIp": NETWORKS[network].sourceIp,
      ...(asksFor(bundle, groups, TIMES) && { "aws:CurrentTime": new Date(at).toISOString() }),
      ...(asksFor(bundle, groups, AGENTS) && { "aws:UserAgent": userAgent }),
    },
  };
  const explanation = explainRequest(bundle, request);
  const gateway = answer?.decision?.decision ?? undefined;
  const agrees = gateway === undefined ? undefined : gateway === explanation.decision;
  return { kind: "asked", request, answer: explanation, agrees };
}

/** What no policy of the groups asks for is left unsaid, for it is long. */
function asksFor({ policies }: AccessBundle, groups: readonly string[], key: RegExp): boolean {
  return policies.some(({ group, document }) => groups.includes(group) && key.test(JSON.stringify(document)));
}
