/** The fewest calls that show that a deployed API lets the right caller in and nobody else. */
import { setTimeout as sleep } from "node:timers/promises";
import { createForeignToken } from "@lychgate/cli";

/** Nobody, somebody with a token of another user pool, or a member of `pet-owner`. */
type Caller = "nobody" | "stranger" | "owner";

interface Call {
  caller: Caller;
  title: string;
  /** Below the stage; each is a GET, so that the smoke test changes nothing. */
  path: string;
  status: number;
}

export const CALLS: readonly Call[] = [
  { caller: "nobody", title: "no token", path: "/petstore/v1/pets", status: 401 },
  { caller: "stranger", title: "a token from elsewhere", path: "/petstore/v1/pets", status: 403 },
  { caller: "owner", title: "an owner", path: "/petstore/v1/pets", status: 200 },
  { caller: "owner", title: "an owner, another route", path: "/petstore/v2/status", status: 403 },
];

export interface SmokeTest {
  /** With the stage, as in `https://abc123.execute-api.eu-west-1.amazonaws.com/dev`. */
  apiUrl: string;
  /** An access token of a member of `pet-owner`; without it that caller's calls are left out. */
  token?: string;
  /** How long a fresh deployment may take until it answers as expected, in milliseconds. */
  within: number;
  /** Between one try and the next, in milliseconds. */
  pause?: number;
}

/** A call and the last status that came, or why none did. */
export interface CallOutcome {
  call: Call;
  answer: number | string;
  verdict: "as expected" | "not as expected" | "left out";
}

const TIMEOUT = 15_000;

/** Makes the calls in order. No outcome carries a token. */
export async function* makeCalls({
  apiUrl,
  token,
  within,
  pause = 2_000,
}: SmokeTest): AsyncGenerator<CallOutcome> {
  const tokens = new Map<Caller, string>([["stranger", createForeignToken(Date.now())]]);
  if (token !== undefined) tokens.set("owner", token);
  const patience = { until: Date.now() + within, pause };
  for (const call of CALLS) {
    const bearer = tokens.get(call.caller);
    if (call.caller === "owner" && bearer === undefined) {
      yield { call, answer: "no user was given", verdict: "left out" };
    } else {
      yield outcomeOf(call, await answerInTime(call, `${apiUrl}${call.path}`, bearer, patience));
    }
  }
}

function outcomeOf(call: Call, answer: number | string): CallOutcome {
  return { call, answer, verdict: answer === call.status ? "as expected" : "not as expected" };
}

/** The expected status as soon as it comes, otherwise the last answer before the deadline. */
async function answerInTime(
  call: Call,
  url: string,
  bearer: string | undefined,
  patience: { until: number; pause: number },
): Promise<number | string> {
  const answer = await ask(url, bearer);
  if (answer === call.status || Date.now() + patience.pause > patience.until) return answer;
  await sleep(patience.pause);
  return answerInTime(call, url, bearer, patience);
}

async function ask(url: string, bearer: string | undefined): Promise<number | string> {
  try {
    const headers: Record<string, string> = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const response = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(TIMEOUT) });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : "no answer";
  }
}

export function formatOutcome({ call, answer, verdict }: CallOutcome): string {
  const line = `GET ${call.path}  ${call.title}: ${answer}`;
  if (verdict === "left out") return `- ${line}`;
  return verdict === "as expected" ? `✓ ${line}` : `✗ ${line}, expected ${call.status}`;
}
