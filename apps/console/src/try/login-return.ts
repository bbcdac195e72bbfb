/**
 * The way to the pool's login page and back. What has to outlast it is kept in the tab's session storage for just
 * that long; no token ever is.
 */
import { recordIn, textIn } from "../api/record.ts";

/** What a login that was begun is waiting for. */
export interface PendingLogin {
  state: string;
  /** The secret of which the login page was shown the hash. */
  verifier: string;
  /** Where the reader was: `#/try?…`. */
  hash: string;
}

/** What the login page answered, and the login that it answers; none where this tab had begun none. */
export interface LoginReturn {
  answer: URLSearchParams;
  pending?: PendingLogin;
}

const KEPT_AS = "lychgate-login";

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** @throws DOMException where the browser keeps nothing for this page */
export function keepPending(pending: PendingLogin, kept: Kept = window.sessionStorage): void {
  kept.setItem(KEPT_AS, JSON.stringify(pending));
}

/** What was kept, which is then kept no longer. */
export function takePending(kept: () => Kept = () => window.sessionStorage): PendingLogin | undefined {
  try {
    const text = kept().getItem(KEPT_AS);
    kept().removeItem(KEPT_AS);
    return text === null ? undefined : pendingIn(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function pendingIn(value: unknown): PendingLogin | undefined {
  const { state, verifier, hash } = recordIn(value);
  const [expected, secret] = [textIn(state), textIn(verifier)];
  if (expected === undefined || secret === undefined) return undefined;
  return { state: expected, verifier: secret, hash: textIn(hash) ?? "" };
}

/** What the address says that the login page answered. */
export function readAnswer(search: string): URLSearchParams | undefined {
  const answer = new URLSearchParams(search);
  return answer.has("state") && (answer.has("code") || answer.has("error")) ? answer : undefined;
}

let returned: LoginReturn | undefined;

/** Takes what the login page answered out of the address, before anything else reads that. */
export function receiveLogin(): void {
  const answer = readAnswer(window.location.search);
  if (!answer) return;
  const pending = takePending();
  returned = { answer, ...(pending && { pending }) };
  const hash = pending?.hash.startsWith("#/try") ? pending.hash : "#/try";
  window.history.replaceState(null, "", `${window.location.pathname}${hash}`);
}

/** What the login page answered, once. */
export function takeReturn(): LoginReturn | undefined {
  const taken = returned;
  returned = undefined;
  return taken;
}
