import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { CALLS, type CallOutcome, formatOutcome, makeCalls } from "../scripts/smoke-calls.ts";

const SCRIPT = join(import.meta.dirname, "../scripts/smoke-test.ts");
const OWNER = "owner-token";

/** How an API answers: its status for nobody, a stranger, and an owner on either route. */
interface Answers {
  nobody: number;
  stranger: number;
  pets: number;
  status: number;
}

const RIGHT: Answers = { nobody: 401, stranger: 403, pets: 200, status: 403 };

/** An API on this machine that answers so, below the stage `dev`. */
async function serve(answers: Answers, work: (apiUrl: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    response.statusCode = statusOf(request, answers);
    response.end("{}");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/dev`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function statusOf({ headers, url }: IncomingMessage, answers: Answers): number {
  if (headers.authorization === undefined) return answers.nobody;
  if (headers.authorization !== `Bearer ${OWNER}`) return answers.stranger;
  return url === "/dev/petstore/v1/pets" ? answers.pets : answers.status;
}

async function verdicts(apiUrl: string, token?: string): Promise<CallOutcome[]> {
  const outcomes: CallOutcome[] = [];
  for await (const outcome of makeCalls({ apiUrl, within: 0, ...(token === undefined ? {} : { token }) })) {
    outcomes.push(outcome);
  }
  return outcomes;
}

/** Runs the script to its end. */
async function runScript(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [[code], stdout, stderr] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
}

describe("the smoke test", () => {
  it("is content with an API that lets an owner in, on the owner's routes, and nobody else", () =>
    serve(RIGHT, async (apiUrl) => {
      const outcomes = await verdicts(apiUrl, OWNER);
      expect(outcomes.map(({ verdict }) => verdict)).toEqual(CALLS.map(() => "as expected"));
    }));

  it.each<[string, Partial<Answers>, number]>([
    ["is open to everybody", { nobody: 200 }, 0],
    ["takes any signed token", { stranger: 200 }, 1],
    ["turns a foreign token into a fault", { stranger: 500 }, 1],
    ["lets the owner in nowhere", { pets: 403 }, 2],
    ["lets the owner in everywhere", { status: 200 }, 3],
  ])("finds an API that %s", (_, wrong, call) =>
    serve({ ...RIGHT, ...wrong }, async (apiUrl) => {
      const outcomes = await verdicts(apiUrl, OWNER);
      const failed = outcomes.filter(({ verdict }) => verdict === "not as expected");
      expect(failed.map((outcome) => outcome.call)).toEqual([CALLS[call]]);
    }),
  );

  it("says which calls it leaves out when no user is given", () =>
    serve(RIGHT, async (apiUrl) => {
      const left = (await verdicts(apiUrl)).filter(({ verdict }) => verdict === "left out");
      expect(left.map(formatOutcome)).toEqual([
        "- GET /petstore/v1/pets  an owner: no user was given",
        "- GET /petstore/v2/status  an owner, another route: no user was given",
      ]);
    }));

  it("asks again until a fresh deployment answers as expected, as long as it is given time", async () => {
    const earlier = [500, 403];
    const answers = {
      ...RIGHT,
      get nobody() {
        return earlier.shift() ?? 401;
      },
    };
    await serve(answers, async (apiUrl) => {
      const { value } = await makeCalls({ apiUrl, within: 10_000, pause: 1 }).next();
      expect(value).toMatchObject({ answer: 401, verdict: "as expected" });
      expect(earlier).toEqual([]);
    });
  });

  it("shows no token", () =>
    serve({ ...RIGHT, pets: 500 }, async (apiUrl) => {
      const outcomes = await verdicts(apiUrl, OWNER);
      expect(JSON.stringify(outcomes) + outcomes.map(formatOutcome).join()).not.toMatch(/owner-token|eyJ/);
    }));
});

describe("scripts/smoke-test.ts", () => {
  it("ends with 0 when each call is as expected", () =>
    serve(RIGHT, async (apiUrl) => {
      const { code, stdout } = await runScript("--api-url", `${apiUrl}/`, "--user", "");
      expect(stdout).toContain("✓ GET /petstore/v1/pets  no token: 401\n");
      expect(code).toBe(0);
    }));

  it("ends with 1 when one is not", () =>
    serve({ ...RIGHT, stranger: 200 }, async (apiUrl) => {
      const { code, stdout } = await runScript("--api-url", apiUrl);
      expect(stdout).toContain("✗ GET /petstore/v1/pets  a token from elsewhere: 200, expected 403\n");
      expect(code).toBe(1);
    }));

  it("ends with 1 when nothing answers", async () => {
    const { code, stdout } = await runScript("--api-url", "http://127.0.0.1:9/dev");
    expect(stdout).toMatch(/✗ GET .* no token: .+, expected 401/);
    expect(code).toBe(1);
  });

  it.each([
    ["no address", [], "usage: "],
    ["an address of another kind", ["--api-url", "file:///dev"], "usage: "],
    [
      "a time that is none",
      ["--api-url", "http://127.0.0.1:9", "--within", "soon"],
      "expected seconds, not `soon`",
    ],
    ["an option it does not know", ["--token", "x"], "--token"],
  ])("ends with 2 for %s", async (_, args, message) => {
    const { code, stderr } = await runScript(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
