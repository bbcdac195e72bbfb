import { afterEach, describe, expect, it, vi } from "vitest";
import { keepPending, readAnswer, receiveLogin, takePending, takeReturn } from "./login-return.ts";

const PENDING = { state: "s", verifier: "v", hash: "#/try?network=elsewhere" };

function storage(start: Record<string, string> = {}) {
  const items = new Map(Object.entries(start));
  return {
    items,
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}

describe("a pending login", () => {
  it("is kept until it is taken", () => {
    const kept = storage();
    keepPending(PENDING, kept);
    expect(takePending(() => kept)).toEqual(PENDING);
    expect(kept.items.size).toBe(0);
    expect(takePending(() => kept)).toBeUndefined();
  });

  it.each(["", "null", "{", '{"state":"s"}', '{"state":1,"verifier":"v"}', "[]"])("is not `%s`", (text) => {
    const kept = storage({ "lychgate-login": text });
    expect(takePending(() => kept)).toBeUndefined();
    expect(kept.items.size).toBe(0);
  });

  it("is none where the browser keeps nothing", () => {
    const refuse = () => {
      throw new DOMException("denied", "SecurityError");
    };
    expect(takePending(refuse)).toBeUndefined();
  });
});

it.each([
  ["?code=c&state=s", true],
  ["?error=access_denied&state=s", true],
  ["?state=s", false],
  ["?code=c", false],
  ["", false],
])("sees in the address `%s` an answer of the login page: %s", (search, isOne) => {
  expect(readAnswer(search) !== undefined).toBe(isOne);
});

describe("coming back from the login page", () => {
  afterEach(() => vi.unstubAllGlobals());

  function comeBack(search: string, start?: object) {
    const sessionStorage = storage(start && { "lychgate-login": JSON.stringify(start) });
    const replaceState = vi.fn();
    vi.stubGlobal("window", {
      location: { pathname: "/", search },
      history: { replaceState },
      sessionStorage,
    });
    receiveLogin();
    return { address: replaceState.mock.calls.at(-1)?.[2], kept: sessionStorage.items };
  }

  it("takes the code out of the address and goes on where the reader was", () => {
    const { address, kept } = comeBack("?code=c&state=s", PENDING);
    expect(address).toBe("/#/try?network=elsewhere");
    expect(kept.size).toBe(0);
    const returned = takeReturn();
    expect(returned?.pending).toEqual(PENDING);
    expect(String(returned?.answer)).toBe("code=c&state=s");
    expect(takeReturn()).toBeUndefined();
  });

  it.each([[undefined], [{ ...PENDING, hash: "//elsewhere.example/#/try" }]])(
    "goes to Try it where what was kept leads elsewhere: %j",
    (start) => {
      expect(comeBack("?code=c&state=s", start).address).toBe("/#/try");
      expect(takeReturn()?.pending?.state).toBe(start?.state);
    },
  );

  it("leaves any other address, and what is kept, as it is", () => {
    const { address, kept } = comeBack("?theme=dark", PENDING);
    expect(address).toBeUndefined();
    expect(kept.size).toBe(1);
    expect(takeReturn()).toBeUndefined();
  });
});
