/** Documents and requests of few words, so that random ones often have to do with one another. */
import type { PolicyDocument, Statement } from "@lychgate/policy";
import fc from "fast-check";
import type { EvaluationRequest } from "../src/index.ts";

const STAGES = ["arn:aws:execute-api:*:*:*/*/", "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/"];

const TAILS = [
  "*",
  "GET/*",
  "*/a",
  "GET/a",
  "GET/a/*",
  "GET/a*",
  "GET/?",
  "GET/*/b",
  "POST/a/b",
  "POST/*",
  "*/GET/a",
  "GET/a/?/b",
  "DELETE/b/*/*",
];

const stage = fc.constantFrom(...STAGES);

const resource = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(stage, fc.constantFrom(...TAILS)).map(([head, tail]) => head + tail) },
  { weight: 1, arbitrary: fc.constantFrom("*", "arn:aws:execute-api:*:*:*", "arn:aws:s3:::bucket/*") },
);

const resources = fc.uniqueArray(resource, { minLength: 1, maxLength: 3 });

const IP_VALUES = ["192.0.2.0/24", "192.0.2.128/25", "198.51.100.7", "0.0.0.0/0", "2001:db8::/32", "::/0"];
const TIMES = ["2026-01-01T12:00:00Z", "2026-06-01", "1800000000", "2030-01-01T00:00:00.500Z"];
const SECONDS = ["1767268800", "1800000000", "1800000000.5"];
const TEXTS = ["curl/*", "*bot*", "curl/8", "", "?", "CURL/8", "a*b"];

function values(list: readonly string[]): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...list), { minLength: 1, maxLength: 2 });
}

function test(
  operators: readonly string[],
  keys: readonly string[],
  list: readonly string[],
): fc.Arbitrary<[string, string, string[]]> {
  const set = fc.constantFrom("", "", "", "ForAllValues:", "ForAnyValue:");
  const suffix = fc.constantFrom("", "", "IfExists");
  const operator = fc.tuple(set, fc.constantFrom(...operators), suffix).map((parts) => parts.join(""));
  return fc.tuple(operator, fc.constantFrom(...keys), values(list));
}

const DATES = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

const tests = fc.oneof(
  test(["IpAddress", "NotIpAddress"], ["aws:SourceIp", "AWS:sourceip"], IP_VALUES),
  test(
    DATES.map((name) => `Date${name}`),
    ["aws:CurrentTime", "aws:EpochTime"],
    TIMES,
  ),
  test(
    DATES.map((name) => `Numeric${name}`),
    ["aws:EpochTime"],
    SECONDS,
  ),
  test(
    ["StringLike", "StringNotLike", "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase"],
    ["aws:UserAgent", "aws:Referer", "aws:SourceVpce", "aws:PrincipalArn"],
    TEXTS,
  ),
  test(["Bool"], ["aws:SecureTransport"], ["true", "false"]),
  fc.tuple(
    fc.constant("Null"),
    fc.constantFrom("aws:SourceIp", "aws:SourceVpc", "aws:UserAgent", "aws:CurrentTime"),
    values(["true", "false"]),
  ),
);

const condition = fc.array(tests, { minLength: 1, maxLength: 3 }).map((list) => {
  const block: Record<string, Record<string, string[]>> = {};
  for (const [operator, key, wanted] of list) block[operator] = { ...block[operator], [key]: wanted };
  return block;
});

/** Denies are rarer than Allows, or most documents would allow nothing. */
const statement: fc.Arbitrary<Statement> = fc
  .record({
    isDeny: fc.nat(3).map((number) => number === 0),
    isNotAction: fc.nat(9).map((number) => number === 0),
    action: fc.constantFrom("execute-api:Invoke", "execute-api:*", "*", "execute-api:invoke", "s3:GetObject"),
    isNotResource: fc.nat(6).map((number) => number === 0),
    resources,
    condition: fc.option(condition, { nil: undefined }),
  })
  .map((each) => ({
    Effect: each.isDeny ? "Deny" : "Allow",
    ...(each.isNotAction ? { NotAction: each.action } : { Action: each.action }),
    ...(each.isNotResource ? { NotResource: each.resources } : { Resource: each.resources }),
    ...(each.condition && { Condition: each.condition }),
  }));

export const document: fc.Arbitrary<PolicyDocument> = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement) => ({ Version: "2012-10-17", Statement }));

const SEGMENTS = ["a", "b", "GET", "ab"];

const PATHS = [
  "/",
  ...SEGMENTS.flatMap((one) => [`/${one}`, `/${one}/`, ...SEGMENTS.map((two) => `/${one}/${two}`)]),
];

const MORE_PATHS = ["/a/b/b", "/b/a/b", "/x/GET/a", "/a/x/b/"];

const origin = fc.oneof(
  fc
    .constantFrom("192.0.2.10", "192.0.2.200", "198.51.100.7", "203.0.113.10", "2001:db8::1", "2a00::1")
    .map((address) => ({ "aws:SourceIp": address })),
  fc.constantFrom("vpce-0a1b2c3d", "curl/8", "a").map((id) => ({
    "aws:SourceVpc": "vpc-0a1b2c3d",
    "aws:SourceVpce": id,
  })),
);

const time = fc
  .constantFrom(
    ...["2026-01-01T12:00:00.000Z", "2026-05-31T23:59:59.999Z", "2027-01-15T08:00:00.500Z", "2031-01-01"],
  )
  .map((text) => ({
    "aws:CurrentTime": new Date(text).toISOString(),
    "aws:EpochTime": String(Math.floor(Date.parse(text) / 1000)),
  }));

function header(key: string): fc.Arbitrary<Record<string, string>> {
  return fc
    .constantFrom(undefined, "", "curl/8", "a robot", "b")
    .map((text) => (text === undefined ? {} : { [key]: text }));
}

/** Requests as API Gateway could put them. */
export const request: fc.Arbitrary<EvaluationRequest> = fc
  .tuple(
    fc.constantFrom("GET", "POST", "DELETE"),
    fc.constantFrom(...PATHS, ...MORE_PATHS),
    fc.tuple(origin, time, header("aws:UserAgent"), header("aws:Referer")),
  )
  .map(([method, path, parts]) => ({
    methodArn: `${STAGES[1]}${method}${path}`,
    context: Object.assign({ "aws:SecureTransport": "true" }, ...parts),
  }));
