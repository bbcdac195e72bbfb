/** The probe's one function: an authorizer that does what its token says, and a backend that says what it saw. */
import { setTimeout as sleep } from "node:timers/promises";

const ACTION = "execute-api:Invoke";

/** A policy variable. */
const USER_AGENT = `\${aws:UserAgent}`;

/** Longer than the 10 s after which an HTTP API gives its authorizer up, and shorter than the 29 s of a REST API. */
const SLOW_SECONDS = 12;

/** What the authorizer does, by the first word of its token. */
const OUTCOMES = {
  allow: (arn) => result([{ Effect: "Allow", Action: ACTION, Resource: arn }]),
  deny: (arn) => result([{ Effect: "Deny", Action: ACTION, Resource: arn }]),
  silent: (arn) => result([{ Effect: "Allow", Action: ACTION, Resource: `${arn}/another` }]),
  unauthorized: () => fail("Unauthorized"),
  fault: () => fail("Unavailable"),
  nothing: () => null,
  malformed: () => ({ principalId: "probe", policyDocument: "none" }),
  slow: async (arn) => {
    // A second of the probe, in milliseconds; on one machine it is shorter.
    await sleep(SLOW_SECONDS * Number(process.env.LYCHGATE_PROBE_SECOND ?? 1000));
    return OUTCOMES.allow(arn);
  },
  nobody: (arn) => ({ ...OUTCOMES.allow(arn), principalId: undefined }),
  // 9 KB, over the 8 KB that a WebSocket API takes.
  large: (arn) => ({ ...OUTCOMES.allow(arn), context: { text: "x".repeat(9 * 1024) } }),
  empty: () => result([]),
  // `policy/a:b/end` has a colon where the star stands.
  colon: (arn) =>
    result([{ Effect: "Allow", Action: ACTION, Resource: arn.replace(/policy\/.*$/, "policy/*/end") }]),
  notResource: (arn) => result([{ Effect: "Allow", Action: ACTION, NotResource: `${arn}/another` }]),
  notAction: (arn) => result([{ Effect: "Allow", NotAction: "execute-api:InvalidateCache", Resource: arn }]),
  principal: (arn) => result([{ Effect: "Allow", Principal: "*", Action: ACTION, Resource: arn }]),
  variable: (arn) =>
    result([{ Effect: "Allow", Action: ACTION, Resource: arn.replace(/[^/]*$/, () => USER_AGENT) }]),
};

export async function handler(event) {
  return event.methodArn === undefined ? echo(event) : authorize(event);
}

/** No token at all is let in: that the function was called is what is asked. */
async function authorize({ type, authorizationToken, headers, methodArn }) {
  const token = type === "TOKEN" ? authorizationToken : headerOf(headers, "x-probe");
  const outcome = (token ?? "allow").split(" ")[0];
  if (!Object.hasOwn(OUTCOMES, outcome)) return fail("Unknown");
  const answer = await OUTCOMES[outcome](methodArn);
  return answer?.policyDocument?.Statement
    ? { ...answer, context: { methodArn, ...answer.context } }
    : answer;
}

function headerOf(headers, name) {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** No account, no API, no address and no header: the answers may be shown to anybody. */
function echo({ httpMethod, path, requestContext }) {
  const methodArn = requestContext?.authorizer?.methodArn;
  const called = methodArn === undefined ? null : methodArn.split("/").slice(2).join("/");
  return { statusCode: 200, body: JSON.stringify({ httpMethod, path, methodArn: called }) };
}

function result(Statement) {
  return { principalId: "probe", policyDocument: { Version: "2012-10-17", Statement } };
}

function fail(message) {
  throw new Error(message);
}
