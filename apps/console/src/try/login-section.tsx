import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { CodeBlock } from "../ui/code.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Failure } from "../ui/failure.tsx";
import { Loading } from "../ui/loading.tsx";
import { scrollable } from "../ui/scrollable.ts";
import type { LocalStack, LocalUser } from "./local-stack.ts";
import type { Login } from "./login.ts";
import { logIn, logOut, session } from "./session.ts";
import { expiryOf, groupsOf, remainingText, type Token, usernameOf } from "./token.ts";

/** Who calls. */
export function LoginSection({ stack }: { stack: LocalStack }) {
  const state = session.value;
  return (
    <section class="card" aria-label="Who calls">
      <h2>Who calls</h2>
      <p role="status">{state.kind === "out" && state.said}</p>
      {state.kind === "failed" && <Failure message={state.message} advice={state.advice} />}
      {state.kind === "entering" && <Loading what="the tokens" />}
      {state.kind === "in" && <LoggedIn login={state.login} stack={stack} />}
      {(state.kind === "out" || state.kind === "failed") && <LoggedOut stack={stack} />}
    </section>
  );
}

function LoggedOut({ stack }: { stack: LocalStack }) {
  return (
    <>
      <p>Nobody is logged in. The user pool's own login page asks for one of these users:</p>
      <Users users={stack.users} />
      <LogInButton stack={stack} look="button button-main" label="Log in" />
    </>
  );
}

function LogInButton({ stack, look, label }: { stack: LocalStack; look: string; label: string }) {
  return (
    <button type="button" class={look} onClick={() => void logIn(stack)}>
      {label}
    </button>
  );
}

function Users({ users }: { users: readonly LocalUser[] }) {
  return (
    <div class="table-scroll" {...scrollable("Users")}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col">Groups</th>
            <th scope="col">Password</th>
          </tr>
        </thead>
        <tbody>
          {users.map(({ username, password, groups }) => (
            <tr key={username}>
              <th scope="row">{username}</th>
              <td>{groups.join(", ") || "none"}</td>
              <td>
                <CopyButton text={password} label={<PasswordLabel username={username} />} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PasswordLabel({ username }: { username: string }) {
  return (
    <>
      Copy<span class="unseen"> the password of {username}</span>
    </>
  );
}

function LoggedIn({ login: { access, id }, stack }: { login: Login; stack: LocalStack }) {
  return (
    <>
      <p>
        <b>{usernameOf(access)}</b>, {groupsText(access)}
      </p>
      <Expiry expiry={expiryOf(access)} />
      <TokenDetails title="Access token" token={access} />
      <TokenDetails title="ID token" token={id} />
      <div class="toolbar">
        <button type="button" class="button" onClick={logOut}>
          Log out
        </button>
        <LogInButton stack={stack} look="button" label="Log in as somebody else" />
      </div>
      <p class="field-hint">
        The tokens are in this page's memory alone: logging out, or loading the page anew, forgets them.
      </p>
    </>
  );
}

function groupsText(token: Token): string {
  const groups = groupsOf(token);
  return groups.length === 0 ? "in no group" : `in ${groups.join(", ")}`;
}

const SECOND = 1000;

/** Counts down, for the eye; the time itself is there for everyone. */
function Expiry({ expiry }: { expiry: number }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, SECOND);
    return () => clearInterval(timer);
  }, []);
  const remaining = remainingText(expiry, now.value);
  const date = new Date(expiry);
  if (remaining === undefined) {
    return (
      <p class="try-over" role="status">
        The tokens are over: calls with them are refused. Log in anew.
      </p>
    );
  }
  return (
    <p>
      Good until <time dateTime={date.toISOString()}>{date.toLocaleTimeString()}</time>, for{" "}
      <span class="try-countdown">{remaining}</span>
    </p>
  );
}

function TokenDetails({ title, token }: { title: string; token: Token }) {
  const isShown = useSignal(false);
  return (
    <details>
      <summary>{title}</summary>
      <CodeBlock label={`${title}: header`} code={JSON.stringify(token.header, null, 2)} />
      <CodeBlock label={`${title}: claims`} code={JSON.stringify(token.claims, null, 2)} />
      <button
        type="button"
        class="button"
        aria-expanded={isShown.value}
        onClick={() => {
          isShown.value = !isShown.value;
        }}
      >
        {isShown.value ? "Hide" : "Show"} the token itself
      </button>
      {isShown.value && (
        <>
          <p class="field-hint">Whoever has it is this user until it is over.</p>
          <CodeBlock label={title} code={token.raw} />
        </>
      )}
    </details>
  );
}
