import { afterEach, describe, expect, it, vi } from "vitest";
import { STACK_FILE } from "../../test/local-stack.ts";
import { PETSTORE_BUNDLE } from "../../test/petstore-bundle.ts";
import { readLocalStack } from "./local-stack.ts";
import { callNow, logOut, outcome, session } from "./session.ts";
import { chosenCall, TRY } from "./try-state.ts";

const stack = readLocalStack(STACK_FILE);
const token = { raw: "RAW", header: {}, claims: {} };
const login = { access: token, id: token };

function start() {
  const call = stack && chosenCall(PETSTORE_BUNDLE, stack, TRY.usual);
  if (!stack || !call) throw new Error("expected a call");
  const { promise, resolve } = Promise.withResolvers<Response>();
  const get = vi.fn(() => promise);
  vi.stubGlobal("fetch", get);
  const removeItem = vi.fn();
  vi.stubGlobal("window", { sessionStorage: { getItem: () => null, removeItem } });
  session.value = { kind: "in", login };
  return { called: callNow(call, stack, PETSTORE_BUNDLE), answer: resolve, get, removeItem };
}

describe("a session", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    logOut();
  });

  it("calls with its token", async () => {
    const { called, answer, get } = start();
    expect(outcome.value).toEqual({ kind: "calling" });
    answer(new Response("[]"));
    await called;
    expect(outcome.value).toMatchObject({ kind: "called", login, answer: { status: 200 } });
    expect(get.mock.calls[0]).toMatchObject([
      expect.any(String),
      { headers: { Authorization: "Bearer RAW" } },
    ]);
  });

  it("forgets tokens and answers when it ends, also the answer that is under way", async () => {
    const { called, answer, removeItem } = start();
    logOut();
    answer(new Response("[]"));
    await called;
    expect(outcome.value).toBeUndefined();
    expect(removeItem).toHaveBeenCalledWith("lychgate-login");
    expect(JSON.stringify([session.value, outcome.value])).not.toContain("RAW");
  });
});
