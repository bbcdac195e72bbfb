import type { EvaluationRequest } from "@lychgate/evaluation";
import { requestFor } from "../explanation.ts";
import { explainRequest } from "./explained-request.ts";
import { type Answer, checkMember, groupNames, type Member } from "./member.ts";
import { recordExpectation } from "./recorder.ts";
import { checkContext, DEFAULT_SOURCE_IP, keysOf, type RequestContext } from "./request-context.ts";

/** Whether a user may make a request, or may not. */
export function expectRequest(
  member: Member,
  text: string,
  context: RequestContext = {},
  { allowed, isNot }: { allowed: boolean; isNot: boolean },
): Answer {
  checkMember(member);
  checkContext(context);
  const [method = "", ...rest] = text.split(" ");
  const path = rest.join(" ");
  const request = requestOf(member, { method, path, context });
  recordExpectation({ kind: "request", groups: groupNames(member), request, allowed: allowed !== isNot });
  const { isAllowed, explanation } = explainRequest(member, { method, path, request });
  const wanted = `${isNot ? "not " : ""}to be ${allowed ? "allowed" : "denied"}`;
  return { pass: isAllowed === allowed, message: () => `expected it ${wanted}\n${explanation}` };
}

function requestOf(
  { repository, policies: [policy] }: Member,
  { method, path, context }: { method: string; path: string; context: RequestContext },
): EvaluationRequest {
  const { sourceIp = DEFAULT_SOURCE_IP, time, claims = {} } = context;
  const options = { ip: sourceIp, claims, ...(time === undefined ? {} : { time }) };
  const { request } = requestFor(repository, policy, { method, path, options });
  const keys = { ...request.context, ...keysOf(context) };
  // Through a VPC endpoint a request has no source address.
  const isFromVpc = (context.sourceVpc ?? context.sourceVpce) !== undefined;
  const { "aws:SourceIp": _, ...withoutIp } = keys;
  return { ...request, context: isFromVpc ? withoutIp : keys };
}
