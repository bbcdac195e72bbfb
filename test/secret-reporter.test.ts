import { describe, expect, it, vi } from "vitest";
import { SECRET_MARK } from "../packages/authorizer/test/secrets.ts";
import { createUserPool } from "../packages/authorizer/test/user-pool.ts";
import SecretReporter from "./secret-reporter.ts";

const TOKEN = createUserPool().token();

/** What the reporter says of a run in which this was written, and the exit code that it leaves. */
function runWith(content: string): { said: unknown[]; exitCode: typeof process.exitCode } {
  const before = process.exitCode;
  const say = vi.spyOn(console, "error").mockImplementation(() => undefined);
  try {
    const reporter = new SecretReporter();
    reporter.onUserConsoleLog({ content });
    reporter.onTestRunEnd();
    return { said: say.mock.calls.flat(), exitCode: process.exitCode };
  } finally {
    say.mockRestore();
    process.exitCode = before;
  }
}

describe("a run in which the console", () => {
  it.each([
    ["a token", `got ${TOKEN}`],
    ["a token in JSON", JSON.stringify({ authorization: [`Bearer ${TOKEN}`] })],
    ["a token without its signature", TOKEN.split(".").slice(0, 2).join(".")],
    ["a secret of the tests", `x-api-key: ${SECRET_MARK}-1`],
  ])("was told %s fails, and says so without it", (_, content) => {
    const { said, exitCode } = runWith(content);
    expect(exitCode).toBe(1);
    expect(said).toEqual(["a token or a secret was written to the console by an unknown test"]);
  });

  it.each([["ready after 7 ms"], ["eyJ"], ["the header eyJhbGciOiJSUzI1NiJ9 alone"], [""]])(
    "was told `%s` does not",
    (content) => {
      expect(runWith(content)).toEqual({ said: [], exitCode: process.exitCode });
    },
  );
});
