/** Who is logged in, and what was called last: for as long as the page is open. */
import type { AccessBundle } from "@lychgate/cli/bundle";
import { signal } from "@preact/signals";
import { formatHash, place } from "../location.ts";
import { type CallAnswer, makeCall } from "./call.ts";
import { needsLogin } from "./credentials.ts";
import type { LocalStack } from "./local-stack.ts";
import type { Login, LoginFailure } from "./login.ts";
import { type LoginReturn, takePending } from "./login-return.ts";
import type { ChosenCall } from "./try-state.ts";

export type Session =
  | { kind: "out"; said?: string }
  | { kind: "entering" }
  | { kind: "in"; login: Login }
  | ({ kind: "failed" } & LoginFailure);

export interface Outcome {
  kind: "called";
  call: ChosenCall;
  /** The policies as they were then. */
  bundle: AccessBundle;
  login: Login | undefined;
  at: number;
  answer: CallAnswer | undefined;
}

export const session = signal<Session>({ kind: "out" });

/** A call that is under way is itself alone, so that what comes of one that was dropped is dropped too. */
export const outcome = signal<Outcome | Calling | undefined>(undefined);

export interface Calling {
  kind: "calling";
}

/** Leaves for the login page. */
export async function logIn({ pool }: LocalStack): Promise<void> {
  try {
    const { beginLogin } = await import("./login.ts");
    const hash = formatHash(place.value);
    window.location.assign(await beginLogin(pool, { origin: window.location.origin, hash }));
  } catch {
    session.value = { kind: "failed", ...NOT_POSSIBLE };
  }
}

const NOT_POSSIBLE: LoginFailure = {
  message: "nobody can log in from here now",
  advice: "Is `npm start` still running, and may the page keep data in this tab? Then log in again.",
};

/** Comes back from the login page. */
export async function enter({ pool }: LocalStack, returned: LoginReturn): Promise<void> {
  const entering: Session = { kind: "entering" };
  session.value = entering;
  const result = await import("./login.ts").then(
    ({ finishLogin }) => finishLogin(pool, returned, { origin: window.location.origin }),
    () => NOT_POSSIBLE,
  );
  if (session.value !== entering) return;
  session.value = "access" in result ? { kind: "in", login: result } : { kind: "failed", ...result };
}

/** Forgets tokens, and what was answered to them. */
export function logOut(): void {
  takePending();
  outcome.value = undefined;
  session.value = { kind: "out", said: "Logged out: the tokens and the last answer are forgotten." };
}

export async function callNow(call: ChosenCall, stack: LocalStack, bundle: AccessBundle): Promise<void> {
  const asked = session.value;
  const login = asked.kind === "in" && needsLogin(call.credential) ? asked.login : undefined;
  const at = Date.now();
  const calling: Calling = { kind: "calling" };
  outcome.value = calling;
  const answer = await makeCall(call, { stack, login, now: at });
  if (outcome.value === calling) outcome.value = { kind: "called", call, bundle, login, at, answer };
}
