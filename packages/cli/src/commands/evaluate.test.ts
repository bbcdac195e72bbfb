import { beforeAll, describe, expect, it } from "vitest";
import { lychgate, startLychgate } from "../../test/lychgate.ts";

const METHOD_ARN = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/GET/things/1";
const CLINIC = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };

function statement(effect: "Allow" | "Deny", more: object = {}): object {
  return { Effect: effect, Action: "execute-api:Invoke", Resource: METHOD_ARN, ...more };
}

function policy(...statements: object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

const ALLOW = policy(statement("Allow"));
const REQUEST = { methodArn: METHOD_ARN };

function linesOf(text: string): unknown[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** What a line says, the line, and its answer. */
const ANSWERED: [string, object, object][] = [
  [
    "an Allow that matches allows",
    { policies: [ALLOW], request: REQUEST },
    { decision: "allowed", statements: [{ policy: 0, statement: 0 }] },
  ],
  [
    "a Sid is given where the statement has one",
    { policies: [policy(statement("Allow", { Sid: "One" }))], request: REQUEST },
    { decision: "allowed", statements: [{ policy: 0, statement: 0, sid: "One" }] },
  ],
  [
    "the id is echoed",
    { id: "a-1", policies: [ALLOW], request: REQUEST },
    { id: "a-1", decision: "allowed", statements: [{ policy: 0, statement: 0 }] },
  ],
  [
    "an id of another type is echoed as it is",
    { id: 0, policies: [ALLOW], request: REQUEST },
    { id: 0, decision: "allowed", statements: [{ policy: 0, statement: 0 }] },
  ],
  [
    "a Deny in another policy wins",
    { policies: [ALLOW, policy(statement("Allow"), statement("Deny", { Sid: "No" }))], request: REQUEST },
    { decision: "explicitDeny", statements: [{ policy: 1, statement: 1, sid: "No" }] },
  ],
  [
    "no statement that matches is an implicit denial",
    { policies: [policy(statement("Allow", { Resource: `${METHOD_ARN}/x` }))], request: REQUEST },
    { decision: "implicitDeny", statements: [] },
  ],
  [
    "no policies are an implicit denial",
    { policies: [], request: REQUEST },
    { decision: "implicitDeny", statements: [] },
  ],
  [
    "a condition that is met allows",
    {
      policies: [policy(statement("Allow", { Condition: CLINIC }))],
      request: { ...REQUEST, context: { "aws:SourceIp": "192.0.2.10" } },
    },
    { decision: "allowed", statements: [{ policy: 0, statement: 0 }] },
  ],
  [
    "a condition that is not met does not",
    {
      policies: [policy(statement("Allow", { Condition: CLINIC }))],
      request: { ...REQUEST, context: { "aws:SourceIp": "203.0.113.10" } },
    },
    { decision: "implicitDeny", statements: [] },
  ],
  [
    "a condition on a key that the request lacks does not",
    { policies: [policy(statement("Allow", { Condition: CLINIC }))], request: REQUEST },
    { decision: "implicitDeny", statements: [] },
  ],
  [
    "another action is not allowed",
    { policies: [ALLOW], request: { ...REQUEST, action: "execute-api:InvalidateCache" } },
    { decision: "implicitDeny", statements: [] },
  ],
];

describe("lychgate evaluate", () => {
  let answers: unknown[];
  let code: number | null;
  beforeAll(async () => {
    const input = ANSWERED.map(([, line]) => `${JSON.stringify(line)}\n`).join("");
    const run = await lychgate(["evaluate"], { input });
    answers = linesOf(run.stdout);
    code = run.code;
  });

  it.each(ANSWERED.map(([title, , answer], index) => ({ title, answer, index })))(
    "$title",
    ({ answer, index }) => {
      expect(answers[index]).toEqual(answer);
    },
  );

  it("gives a line for a line, and exit code 0 whatever it decides", () => {
    expect(answers).toHaveLength(ANSWERED.length);
    expect(code).toBe(0);
  });
});

describe.concurrent("lychgate evaluate, of lines that are bad", () => {
  const BAD: [string, string][] = [
    ["no JSON", "{"],
    ["no object", "null"],
    ["no policies", JSON.stringify({ request: REQUEST })],
    ["policies that are no list", JSON.stringify({ policies: ALLOW, request: REQUEST })],
    ["a policy that is none", JSON.stringify({ policies: [null], request: REQUEST })],
    ["no request", JSON.stringify({ policies: [ALLOW] })],
    ["no method ARN", JSON.stringify({ policies: [ALLOW], request: {} })],
  ];

  it("gives an error on each, answers the rest, and ends with exit code 1", async () => {
    const good = JSON.stringify({ policies: [ALLOW], request: REQUEST });
    const input = BAD.map(([, line]) => `${line}\n${good}\n`).join("");
    const { code, stdout, stderr } = await lychgate(["evaluate"], { input });
    const error = { error: expect.stringMatching(/^.+$/) };
    const allowed = { decision: "allowed", statements: [{ policy: 0, statement: 0 }] };
    expect(linesOf(stdout)).toEqual(BAD.flatMap(() => [error, allowed]));
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });

  it("echoes the id of a line that has one", async () => {
    const { code, stdout } = await lychgate(["evaluate"], { input: '{"id":"x"}\n' });
    expect(linesOf(stdout)).toEqual([{ id: "x", error: expect.any(String) }]);
    expect(code).toBe(1);
  });
});

describe.concurrent("lychgate evaluate, as a part of a pipe", () => {
  it("answers nothing with nothing", async () => {
    expect(await lychgate(["evaluate"])).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("answers ten thousand lines in their order", async () => {
    const input = Array.from({ length: 10_000 }, (_, id) => {
      const policies = [policy(statement(id % 3 === 0 ? "Deny" : "Allow"))];
      return `${JSON.stringify({ id, policies, request: REQUEST })}\n`;
    });
    const { code, stdout } = await lychgate(["evaluate"], { input: input.join("") });
    const got = linesOf(stdout).map((line) => {
      const { id, decision } = line as { id: number; decision: string };
      return `${id} ${decision}`;
    });
    expect(got).toEqual(input.map((_, id) => `${id} ${id % 3 === 0 ? "explicitDeny" : "allowed"}`));
    expect(code).toBe(0);
  });

  it("ends without a word when its reader does", async () => {
    const line = `${JSON.stringify({ policies: [ALLOW], request: REQUEST })}\n`;
    const evaluating = startLychgate(["evaluate"], { input: line.repeat(20_000) });
    expect(await evaluating.nextLine()).toContain("allowed");
    expect(await evaluating.stopReading()).toEqual({ code: 2, stderr: "" });
  });
});
