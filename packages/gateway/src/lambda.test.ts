import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Invocation, invoke } from "./lambda.ts";

const INVOCATION: Invocation = {
  functionName: "petstore",
  event: { a: 1 },
  requestId: "r-1",
  timeoutMs: 1000,
  region: "eu-west-1",
  accountId: "111122223333",
  clock: () => 0,
};

describe("invoking a function", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("gives what it returned, as JSON says it", async () => {
    const value = { date: new Date(0), none: undefined, list: [undefined] };
    const outcome = await invoke(async () => value, INVOCATION);
    expect(outcome).toEqual({ type: "returned", value: { date: "1970-01-01T00:00:00.000Z", list: [null] } });
  });

  it("gives null for nothing", async () => {
    expect(await invoke(async () => undefined, INVOCATION)).toEqual({ type: "returned", value: null });
  });

  it("hands over a copy of the event", async () => {
    const event = { a: 1 };
    await invoke(async (given) => Object.assign(given as object, { a: 2 }), { ...INVOCATION, event });
    expect(event).toEqual({ a: 1 });
  });

  it("tells the function who it is and how long it has", async () => {
    const outcome = await invoke(
      async (_, context) => [
        context.awsRequestId,
        context.invokedFunctionArn,
        context.getRemainingTimeInMillis(),
      ],
      INVOCATION,
    );
    expect(outcome).toEqual({
      type: "returned",
      value: ["r-1", "arn:aws:lambda:eu-west-1:111122223333:function:petstore", 1000],
    });
  });

  const circular: Record<string, unknown> = {};
  circular.self = circular;
  it.each([
    ["an error that is thrown", async () => Promise.reject(new Error("no")), "no"],
    ["text that is thrown", async () => Promise.reject("Unauthorized"), "Unauthorized"],
    ["something without a message", async () => Promise.reject(undefined), ""],
    [
      "an error before the promise",
      () => {
        throw new Error("early");
      },
      "early",
    ],
    ["a result that JSON cannot say", async () => 1n, expect.any(String)],
    ["a circular result", async () => circular, expect.any(String)],
  ])("takes %s for a failure", async (_, implementation, message) => {
    expect(await invoke(implementation, INVOCATION)).toEqual({ type: "threw", message });
  });

  it("stops waiting when the time is up", async () => {
    const outcome = invoke(() => new Promise(() => {}), INVOCATION);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcome).toEqual({ type: "timedOut" });
  });

  it("leaves no timer behind", async () => {
    await invoke(async () => 1, INVOCATION);
    expect(vi.getTimerCount()).toBe(0);
  });
});
