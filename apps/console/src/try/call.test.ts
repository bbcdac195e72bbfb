import { describe, expect, it } from "vitest";
import { STACK_FILE } from "../../test/local-stack.ts";
import { METHODS, PETSTORE, PETSTORE_BUNDLE } from "../../test/petstore-bundle.ts";
import { makeCall } from "./call.ts";
import { readLocalStack } from "./local-stack.ts";
import { chosenCall, TRY, type TryState } from "./try-state.ts";

const stack = readLocalStack(STACK_FILE);
if (!stack) throw new Error("expected a stack");

const REQUEST_ID = "0b7c";
const DECISION = { decision: "implicitDeny", sids: ["A", 1], authorizer: "hit", requestId: REQUEST_ID };

interface Answers {
  api: () => Response;
  decision?: () => Response;
}

/** Calls an API that answers so; what was sent is kept. */
async function call(state: Partial<TryState>, { api, decision = () => Response.json(DECISION) }: Answers) {
  const sent: { url: string; init: RequestInit | undefined }[] = [];
  const get: typeof fetch = async (url, init) => {
    sent.push({ url: String(url), init });
    return String(url).startsWith("./decisions/") ? decision() : api();
  };
  const chosen = chosenCall(PETSTORE_BUNDLE, stackOf(), { ...TRY.usual, credential: "none", ...state });
  if (!chosen) throw new Error("expected a call");
  const answer = await makeCall(chosen, { stack: stackOf(), login: undefined, now: 0 }, get);
  return { answer, sent };
}

function stackOf() {
  if (!stack) throw new Error("expected a stack");
  return stack;
}

const withId = (headers = {}) => ({ headers: { "x-amzn-requestid": REQUEST_ID, ...headers } });
const fine = { api: () => new Response("[]", withId()) };

describe("a call", () => {
  it.each<[Partial<TryState>, string]>([
    [{}, "./gateway/clinic/dev/pets?page%20size=1"],
    [{ network: "elsewhere" }, "./gateway/elsewhere/dev/pets?page%20size=1"],
    [{ operation: `${METHODS}:GET:/network` }, "./gateway/methods/dev/network"],
    [
      { operation: `${METHODS}:GET:/network`, network: "elsewhere" },
      "./gateway/methodsElsewhere/dev/network",
    ],
    [{ path: "/pets/7?x" }, "./gateway/clinic/dev/pets/7?x"],
  ])("of %j goes to %s", async (state, url) => {
    const { sent } = await call(state, fine);
    expect(sent[0]).toEqual({
      url,
      init: { method: "GET", headers: {}, cache: "no-store", credentials: "omit", redirect: "manual" },
    });
  });

  it("has its credential and its body", async () => {
    const { sent } = await call({ operation: `${PETSTORE}:POST:/pets`, credential: "key:clinic" }, fine);
    expect(sent[0]?.init).toMatchObject({
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": "key-of-clinic" },
      body: '{"name":"Rex"}',
    });
  });

  it("tells what was answered and how that was decided", async () => {
    const api = () => new Response("no", { status: 403, statusText: "Forbidden", ...withId({ "x-a": "1" }) });
    const { answer, sent } = await call({}, { api });
    expect(sent[1]?.url).toBe(`./decisions/${REQUEST_ID}`);
    expect(answer).toMatchObject({
      status: 403,
      statusText: "Forbidden",
      body: "no",
      requestId: REQUEST_ID,
      decision: { decision: "implicitDeny", sids: ["A"], authorizer: "hit" },
    });
    expect(answer?.headers).toContainEqual(["x-a", "1"]);
    expect(answer?.milliseconds).toBeGreaterThanOrEqual(0);
  });

  it.each<[string, Answers]>([
    ["it is not kept", { ...fine, decision: () => Response.json({ message: "no" }, { status: 404 }) }],
    ["it is something else", { ...fine, decision: () => Response.json({ decision: "allowed" }) }],
    ["it is no JSON", { ...fine, decision: () => new Response("<html>") }],
    ["the answer has no id", { api: () => new Response("[]") }],
  ])("has no decision where %s", async (_, answers) => {
    const { answer } = await call({}, answers);
    expect(answer).toMatchObject({ status: 200, body: "[]", decision: undefined });
  });

  it("has no answer where nobody answers, or what it needs is missing", async () => {
    const refuse = () => {
      throw new TypeError("Failed to fetch");
    };
    expect((await call({}, { api: refuse })).answer).toBeUndefined();
    const { answer, sent } = await call({ credential: "access" }, fine);
    expect([answer, sent]).toEqual([undefined, []]);
  });
});
