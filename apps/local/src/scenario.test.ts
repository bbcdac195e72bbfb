import { createServer, type IncomingMessage } from "node:http";
import { type Listening, listenOnLoopback, type StackFile } from "@lychgate/cli";
import { afterEach, describe, expect, it } from "vitest";
import { collect } from "../test/collect.ts";
import { type CallOutcome, formatOutcome, runScenario, SCENARIO } from "./scenario.ts";

let api: Listening | undefined;
afterEach(() => api?.close());

type Answer = { status: number; body: string };

/** An API that answers so, and the file of a stack that would be it; nobody can log in there. */
async function startApi(answer: (request: IncomingMessage) => Answer): Promise<StackFile> {
  const server = createServer((request, response) => {
    const { status, body } = answer(request);
    response.writeHead(status).end(body);
  });
  api = await listenOnLoopback(server);
  return {
    apiUrl: `${api.endpoint}/clinic`,
    outsideApiUrl: `${api.endpoint}/elsewhere`,
    consoleUrl: "",
    region: "eu-west-1",
    cognito: { endpoint: "", userPoolId: "", clientId: "", jwksUri: "", issuer: "" },
    dynamodb: { endpoint: "", tableName: "" },
    users: [],
  };
}

async function outcomesAt(stack: StackFile): Promise<CallOutcome[]> {
  return collect(runScenario(stack));
}

/** Answers each call of the scenario as it should be answered, in their order. */
function asScripted(): () => Answer {
  const calls = SCENARIO.values();
  return () => calls.next().value ?? { status: 500, body: "" };
}

describe("the scenario", () => {
  it("is as expected when every status and body is", async () => {
    const outcomes = await outcomesAt(await startApi(asScripted()));
    expect(outcomes.map(({ call }) => call)).toEqual(SCENARIO);
    expect(outcomes.every(({ asExpected }) => asExpected)).toBe(true);
  });

  it.each([
    ["a body differs", { status: 401, body: '{"message":"unauthorized"}' }],
    ["a body has more", { status: 401, body: '{"message":"Unauthorized"} ' }],
    ["a status differs", { status: 403, body: '{"message":"Unauthorized"}' }],
  ])("is not as expected where %s", async (_, first) => {
    const scripted = asScripted();
    let calls = 0;
    const outcomes = await outcomesAt(
      await startApi(() => {
        const answer = scripted();
        return calls++ === 0 ? first : answer;
      }),
    );
    expect(outcomes.map(({ asExpected }) => asExpected)).toEqual(SCENARIO.map((_, index) => index > 0));
    expect(outcomes[0]).toMatchObject(first);
  });

  it("is called from both networks, with no token, one from elsewhere, and those of the users", async () => {
    const seen: string[] = [];
    const stack = await startApi(({ url, headers }) => {
      seen.push(`${url} ${headers.authorization?.replace(/\.[\w.-]+$/, "…") ?? "none"}`);
      return { status: 500, body: "" };
    });
    await outcomesAt(stack);
    expect(seen.slice(0, 2)).toEqual([
      "/clinic/petstore/v1/pets none",
      expect.stringMatching(/^\/clinic\/petstore\/v1\/pets Bearer eyJ[\w-]+…$/),
    ]);
    expect(seen.filter((line) => line.startsWith("/elsewhere/"))).toHaveLength(2);
  });

  it("is a fault when a user cannot log in", async () => {
    const stack = await startApi(() => ({ status: 400, body: "{}" }));
    stack.cognito.endpoint = api?.endpoint ?? "";
    stack.users = [{ username: "vet", password: "p", groups: [] }];
    await expect(outcomesAt(stack)).rejects.toMatchObject({ name: "CliError" });
  });
});

describe("an outcome in print", () => {
  const call = {
    title: "no token",
    caller: "nobody",
    from: "clinic",
    path: "/things",
    status: 401,
    body: "{}",
  } as const;

  it("shows the call, its status and its body", () => {
    const text = formatOutcome({ call, status: 401, body: "{}", asExpected: true });
    expect(text).toBe("✓ GET /dev/things  no token\n    401 {}");
  });

  it("shows what was expected where something else came", () => {
    const text = formatOutcome({ call, status: 200, body: "[]", asExpected: false });
    expect(text).toBe("✗ expected 401 {}\n  GET /dev/things  no token\n    200 []");
  });
});
